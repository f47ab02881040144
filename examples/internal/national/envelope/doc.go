// Package envelope writes and reads the messages of the national web services:
// SOAP 1.2 in multipart/related, with the files as attachments (XOP, MTOM).
//
// Start with Message.Encode and Decode; Fault is the refusal of a whole message.
//
// # What is sure
//
// Read in a client of the interface (confidence V2): SOAP 1.2, the namespace of
// the services, multipart/related with XOP, ends of lines CRLF, the names of the
// attachments (DEM… for the file, CER… for the certificate of the sender), and
// that the XML part is declared us-ascii and 7bit although it holds UTF-8. Names
// of the services are those of that client. Names of the elements inside the
// body, fichier and certificat, are ours (INF): compare them with the official
// description of the services before sending.
//
// # What it does not do
//
// It carries bytes: package sne reads them. It opens no connection and checks no
// certificate: both belong to the transport. It does not sign (WS-Security), for
// no source shows that it is asked for.
package envelope
