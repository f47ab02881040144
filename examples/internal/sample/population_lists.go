package sample

// Lists written for this package: names everyone has heard, and parts that make
// names nobody bears. "_" stands for a blank within a name.

const surnamesFrance = `Martin Bernard Thomas Petit Robert Richard Durand Dubois Moreau Laurent Simon Michel Lefebvre Leroy Roux David Bertrand Morel
Fournier Girard Bonnet Dupont Lambert Fontaine Rousseau Vincent Muller Lefèvre Faure André Mercier Blanc Guérin Boyer Garnier Chevalier François Legrand
Gauthier Garcia Perrin Robin Clément Morin Nicolas Henry Roussel Mathieu Gautier Masson Marchand Duval Denis Dumont Marie Lemaire Noël Meyer Dufour Meunier
Brun Blanchard Giraud Joly Rivière Lucas Brunet Gaillard Barbier Arnaud Martinez Gérard Roche Renard Schmitt Roy Leroux Colin Vidal Caron Picard Roger Fabre
Aubert Lemoine Renaud Dumas Lacroix Olivier Philippe Bourgeois Pierre Benoit Rey Leclerc Payet Rolland Leclercq Guillaume Lecomte Lopez Jean Dupuy Guillot Hubert
Berger Carpentier Sanchez Dupuis Moulin Louis Deschamps Huet Vasseur Perez Boucher Fleury Royer Klein Jacquet Adam Paris Poirier Marty Aubry Guyot Carré Charles
Renault Charpentier Ménard Maillard Baron Bertin Bailly Hervé Schneider Fernandez Le_Gall Collet Léger Bouvier Julien Prévost Millet Perrot Daniel Le_Roux Cousin
Germain Breton Besson Langlois Rémy Le_Goff Pelletier Lévêque Perrier Leblanc Barré Lebrun Marchal Weber Mallet Hamon Boulanger Jacob Monnier Michaud Rodriguez
Guichard Gillet Étienne Grondin Poulain Tessier Chevallier Collin Chauvin Da_Silva Bouchet Gay Lemaître Bénard Maréchal Humbert Reynaud Antoine Hoarau Perret
Barthélemy Cordier Pichon Lejeune Gilbert Lamy Delaunay Pasquier Carlier Laporte Saint-Martin De_Oliveira D'Angelo De_La_Cruz Du_Bois L'Huillier Le_Bihan Le_Floc'h
Saint-Jean De_Sousa D'Almeida Van_Damme De_Smet Le_Corre Le_Guen La_Fontaine De_Freitas Des_Roches Dos_Santos Di_Marco Le_Bras Le_Meur Saint-Pierre`

const surnameHeads = `Bar Ber Bel Bou Bri Bru Cal Car Cha Che Clé Col Cor Cou Dal Dau Del Des Dor Du Dur Es Fal Fau Fer Fla Fon For Fou Fré Gal Gan Gar Gau Gir Gou
Gra Gri Gué Gui Hau Her Hou Jac Jal Jau Jou La Lan Lar Lau Le_ Lé Li Lo Lou Mal Man Mar Mau Mé Mon Mor Mou Nau Né Ni Nor Oli Pa Pel Per Pé Pi Plan Poi Pon
Pou Pra Pré Qué Ra Ré Ri Ro Rou Sal Sau Sé Sou Tal Tau Ter Thé Til Tou Tré Va Val Vau Ver Vil Vi Vou De_Bar De_Mon D'Ar D'Es Saint-Ma Saint-Lé Du_Cha Du_Mé De_La_Ro`

const surnameMiddles = `ban be ber bi bri cha che chi co de di do du fa go gné la lan le li lo ma me mi mon na ne ni no pe pi que ra re ri ro se si ta te thi ti va ve vi zi`

const surnameTails = `ard aud ault eau eaux el elle elin enc ens et ette ert eux ey ier iez in ineau iot is isson let lier lon lot mont neau net nier non not on
ot oux quet quin rand reau ret rie rier rin ron rot roy sac sier son teau tel tier tin ton tot vel ville vin çon gnac gnon gnard gnol`

const surnamesMaghreb = `Benali Haddad Bensaïd Saïdi Belkacem Mansouri Bouzid Cherif Amrani Hamdi Slimani Brahimi Khelifi Rahmani Meziane Boudjemaa Djebbar Toumi
Ziani Ouali Chaoui Alaoui Idrissi Berrada Fassi Tazi Bennani Lahlou Kadiri Filali Naciri Trabelsi Jaziri Gharbi Ayari Mejri Chebbi Khemiri Dridi Jlassi Hammami
Zitouni Kaci Yahiaoui Guerfi Khaldi Hadj Messaoudi Larbi Zerrouki Boukhari Talbi Ferhat Kaddour Moussaoui Daoud Laïd Mokrani Aouad Sebti Chraïbi Hakimi Ouazzani`

const surnamesAfrica = `Traoré Diallo Coulibaly Keïta Diarra Sow Ba Barry Camara Sylla Touré Cissé Konaté Koné Sissoko Dembélé Diop Ndiaye Fall Gueye Faye Sarr Mbaye Diouf
Kouassi Kouamé Koffi Yao Ouattara Bamba Ondo Mbemba Nkodo Ngo Mbarga Tchamba Makaya Loemba Mabiala Kabongo Ilunga Mukendi Tshibanda Kalala Mensah Amegan Dossou
Sagna Diatta Fofana Doumbia Sangaré Konté Soumaré Bathily Niakaté Gassama Drame Tounkara Magassa`

const surnamesTurkey = `Yılmaz Kaya Demir Şahin Çelik Yıldız Yıldırım Öztürk Aydın Özdemir Arslan Doğan Kılıç Aslan Çetin Koç Kurt Özkan Şimşek Polat Korkmaz Erdoğan Güneş Aksoy`

const surnamesPortugal = `Silva Santos Ferreira Pereira Oliveira Costa Rodrigues Martins Fernandes Gonçalves Gomes Lopes Marques Alves Almeida Ribeiro Pinto Carvalho Teixeira
Moreira Correia Mendes Nunes Soares Vieira Monteiro Cardoso Rocha Coelho Cruz Lourenço Tavares Semedo`

const surnamesAsia = `Nguyen Tran Le Pham Huynh Hoang Phan Vu Vo Dang Bui Do Ho Ngo Duong Ly Chen Wang Zhang Liu Li Lin Wu Zhou Huang Singh Kaur Rahman Islam Hossain Ahmed Begum
Sivakumar Rajan Selvam Nguyen-Van Truong Dinh Lam Chau`

const surnamesEast = `Popa Ionescu Popescu Radu Stan Dumitru Kowalski Nowak Wójcik Kamiński Petrov Ivanov Gruia Marku Hoxha Berisha Krasniqi Gashi Shala Jovanović Petrović Nikolić
Markovic Sargsyan Petrosyan Grigoryan Umarov Magomadov Israilov Bondarenko Shevchenko Kovalenko`

const surnamesComoros = `Saïd Mohamed Ali Ahamada Abdou Ibrahim Mmadi Youssouf Soilihi Hamidou Combo Madi Attoumani Boina Bacar Houmadi Saandi Mroivili`

var menFrance = [generations]string{
	`Jean Michel Pierre André Claude Bernard Jacques Gérard Daniel Roger René Robert Alain Marcel Christian Georges Louis Maurice Henri Guy Joseph Serge Raymond
	Jean-Pierre Jean-Claude Gilbert Roland Yves Lucien Francis Charles Paul Philippe Jean-Marie Denis Émile Fernand Léon Albert Gilles Édouard Jean-Louis Jean-Paul`,
	`Philippe Stéphane Christophe Laurent Frédéric Nicolas Éric Sébastien David Thierry Pascal Olivier Bruno Didier Franck Julien Jérôme Patrick Cédric Vincent Christian
	Fabrice Marc Alexandre Ludovic Arnaud Dominique Grégory Guillaume Benoît François Hervé Jean-Luc Jean-François Mickaël Xavier Yannick Régis Joël Anthony Loïc Gaël`,
	`Thomas Nicolas Alexandre Kévin Maxime Julien Romain Quentin Antoine Florian Anthony Clément Lucas Hugo Alexis Théo Enzo Mathieu Adrien Jérémy Guillaume Dylan Valentin
	Benjamin Baptiste Jordan Rémi Louis Raphaël Mathis Léo Nathan Corentin Aurélien Loïc Dorian Bastien Tristan Noah Gabriel Samuel Steven Jonathan Damien Yanis Tom`,
}

var womenFrance = [generations]string{
	`Marie Jeanne Françoise Monique Jacqueline Catherine Christiane Nicole Denise Madeleine Yvette Michèle Paulette Simone Danielle Andrée Marguerite Thérèse Suzanne Annie
	Josette Ginette Bernadette Colette Germaine Yvonne Marie-Thérèse Odette Claudine Éliane Marie-Claude Chantal Brigitte Martine Geneviève Évelyne Raymonde Lucienne Huguette`,
	`Nathalie Isabelle Sylvie Catherine Valérie Sandrine Christine Stéphanie Véronique Céline Sophie Patricia Corinne Laurence Martine Karine Pascale Virginie Brigitte Florence
	Delphine Séverine Anne Agnès Fabienne Christelle Sabrina Laetitia Émilie Hélène Caroline Marie-Christine Béatrice Cécile Carole Muriel Marie-Laure Joëlle Élisabeth Angélique`,
	`Julie Marine Laura Aurélie Camille Émilie Élodie Léa Manon Pauline Marion Chloé Sarah Mélanie Anaïs Audrey Océane Mathilde Amandine Jessica Clara Emma Inès Justine Morgane
	Charlotte Margaux Alexandra Fanny Lucie Noémie Ophélie Cindy Eva Jade Alicia Maëva Solène Clémence Coralie Cassandra Gwendoline Anne-Sophie Marie-Laure Louise Zoé`,
}

const (
	menHeads   = `Al Ar Au Ba Be Bri Cy El Er Fa Fla Gau Ger Ja Je Lé Lu Ma Mar Na Ol Pa Ro Sé Syl Ti Va Vi Yo`
	menTails   = `bin briel cas cien deric dric don fan gis han haël ian las lien lin lo lou maël mas mien mond nald nan nel nic nis niel phe quim rian ric rien ron than tin vin vent`
	womenHeads = `Al An Au Be Ca Cé Cla Co El Em Fa Flo Gé Isa Ja Jo Ju Lau Li Lo Lu Ma Mar Mé Na No Ol Pé Ro Sa Sé So Ta Va Vi Yo Za`
	womenTails = `bella bine cette cia cilia ciane da delle dine élie ette iane iette ina line lise lène lia mée na nelle nie rine rie ria rette selle sine talie thée tine trice via vane`
)

// firstNamesAbroad are names of men and of women by origin.
var firstNamesAbroad = [origins][2]string{
	fromMaghreb: {`Mohamed Ahmed Ali Karim Rachid Youssef Mustapha Hassan Abdelkader Said Brahim Omar Khaled Samir Nabil Mourad Djamel Farid Hakim Kamel Yacine Bilal Mehdi Hocine
		Abdallah Abderrahmane Abdelaziz Abdelhamid Abdelkrim Noureddine Salah Tarek Walid Sofiane Amine Anis Aziz Driss Hamza Hichem Ilyes Ismaïl Jamel Larbi Lotfi Madani Malik Miloud
		Moncef Nasser Othmane Réda Slimane Taoufik Toufik Zinedine`,
		`Fatima Aïcha Khadija Zohra Nadia Samira Leïla Malika Rachida Naïma Fatiha Farida Karima Yasmina Djamila Houria Hafida Saïda Latifa Souad Amina Hayat Kheira Yamina Zahra
		Soraya Nora Hanane Ilham Imane Ikram Ghizlane Meriem Myriam Sabrina Salima Sonia Siham Rania Nawel Lamia Ouarda Fadila Fatma_Zohra Rahma Wafa Widad`},
	fromAfrica: {`Mamadou Moussa Ibrahima Ousmane Amadou Abdoulaye Souleymane Cheikh Boubacar Bakary Adama Issa Oumar Modibo Seydou Drissa Lassana Demba Samba Alassane Malick Alioune
		Jean-Bosco Désiré Aimé Prosper Guy-Roger Innocent Hervé Serge Dieudonné Kouadio Yao Kofi Emmanuel Patrice Fidèle Blaise Landry Idrissa Mody Tidiane Yaya Sékou`,
		`Fatoumata Aminata Mariam Kadiatou Awa Oumou Aïssata Hawa Assa Ramata Djeneba Bintou Coumba Fanta Maimouna Rokia Salimata Ndeye Astou Khady Marième Adjoua Affoué Akissi
		Clémentine Espérance Grâce Mireille Odile Solange Prisca Bénédicte Nana Ama Mama Marie-Noëlle Rose Sira Sokhna Penda Diariatou Binta Goundo`},
	fromTurkey: {`Mehmet Mustafa Ahmet Ali Hüseyin Hasan İbrahim Murat Yusuf Ömer Osman Ramazan Halil Süleyman Emre Fatih Kemal Serkan Erkan Cem Yavuz Orhan Burak Onur`,
		`Fatma Ayşe Emine Hatice Zeynep Elif Meryem Şerife Sultan Hanife Merve Gül Songül Sevgi Yasemin Özlem Filiz Dilek Aysel Gülsüm Nurcan Esra Tuğba`},
	fromPortugal: {`José Manuel António João Carlos Luís Paulo Jorge Fernando Pedro Rui Miguel Joaquim Francisco Ricardo Nuno Tiago Armando Vítor Américo Domingos Mário`,
		`Maria Ana Isabel Teresa Fernanda Rosa Manuela Paula Cristina Lurdes Conceição Fátima Graça Helena Luísa Sandra Carla Susana Olinda Adelaide Deolinda Celeste`},
	fromAsia: {`Van_Minh Van_Hung Duc_Thanh Quang Minh Tuan Hai Wei Jian Ming Jun Lei Harpreet Gurpreet Mohammad Abdul Kumar Suresh Rajesh Nirmal Thanh Phuoc`,
		`Thi_Hoa Thi_Lan Thi_Mai Thi_Thu Thi_Huong Ngoc Lan Mei Xiu Li Na Fang Ying Harjit Simran Fatema Nasrin Lakshmi Priya Anitha Thi_Kim Thi_Bich`},
	fromEast: {`Ion Gheorghe Vasile Mihai Andrei Alexandru Cristian Florin Adrian Piotr Krzysztof Andrzej Tomasz Paweł Marek Arben Agim Bekim Dragan Zoran Milan Goran Armen Aram
		Ruslan Aslan Magomed Oleksandr Serhiy Dmytro Ivan`,
		`Maria Elena Ioana Mihaela Andreea Cristina Gabriela Anna Katarzyna Małgorzata Agnieszka Ewa Valbona Drita Vesna Jelena Snežana Anahit Lusine Zarema Malika Olena Oksana
		Iryna Svitlana Natalia Tetiana`},
	fromComoros: {`Saïd Mohamed Ali Ahmed Ibrahim Abdou Youssouf Soilihi Ahamada Nassur Salim Hamada Mmadi Omar Djamal Abdallah Moustoifa Chamsidine Nadjim`,
		`Fatima Zaïnaba Echat Mariama Roukia Halima Faouzia Moinaecha Anziza Nourdine Sitti Zalihata Nafissa Chaharzade Ramlata Hadidja Amina Toilianti`},
}

// spellings are ways in which one name comes from another alphabet or another register.
const spellings = `
Mohamed|Mohammed|Mohamad|Muhammad|Mohammad
Ahmed|Ahmad|Ahmet
Youssef|Youcef|Yusuf|Yousef|Youssouf
Said|Saïd|Sayed
Mustapha|Moustapha|Mustafa|Mostafa
Hassan|Hasan|Hacen
Hocine|Hussein|Houcine|Hüseyin|Hossein
Abdelkader|Abd El Kader|Abdel Kader|Abdelkadir
Abderrahmane|Abdel Rahman|Abdurrahman|Abdarrahman
Abdelaziz|Abdel Aziz|Abdulaziz
Abdelhamid|Abdel Hamid|Abdulhamid
Abdelkrim|Abdel Karim|Abdelkarim
Abdallah|Abdellah|Abdullah|Abdoullah
Noureddine|Nour Eddine|Nordine|Nourdine
Khaled|Khalid|Haled
Djamel|Jamel|Jamal|Djamal
Mehdi|Mahdi|Mehdy
Yacine|Yassine|Yasin
Rachid|Rashid|Rachide
Brahim|Ibrahim|Ibrahima|İbrahim
Omar|Oumar|Ömer|Umar
Ousmane|Othmane|Osman|Ousman
Slimane|Souleymane|Süleyman|Soulaymane
Ilyes|Elyes|Ilyas|Ilias
Réda|Rida|Reda
Toufik|Taoufik|Tewfik
Cheikh|Sheikh|Cheick
Sékou|Sekou|Séku
Mamadou|Mamadu|Mahamadou
Amadou|Ahmadou|Hamadou
Boubacar|Aboubacar|Abubakar|Boubakar
Fatima|Fatma|Fatoumata|Fathima
Aïcha|Aicha|Ayşe|Aïssata|Aisha
Khadija|Khadidja|Hadidja|Hatice|Kadidja
Zohra|Zahra|Zohrah
Leïla|Leila|Layla|Leyla
Djamila|Jamila|Camila
Naïma|Naima|Nahima
Meriem|Mariam|Myriam|Maryam|Meryem
Amina|Emine|Aminata|Ameena
Saïda|Saida|Sayda
Hayat|Hayet|Hayatte
Ikram|Ikrame|Iqram
Djeneba|Djénéba|Zeynep|Zaïnaba|Zeinab
Coumba|Kumba|Koumba
Kadiatou|Kadiatu|Kadidiatou
Aleksandr|Oleksandr|Alexandru|Alexandre
Krzysztof|Christophe|Kristof
Piotr|Petr|Pierre
Małgorzata|Malgorzata|Margarita
Katarzyna|Catherine|Katarina
Olena|Elena|Helena
Iryna|Irina|Irène
Natalia|Nathalie|Nataliya
João|Joao|Jean
José|Jose|Joseph
António|Antonio|Antoine
`

// place is a town where demands are filed: postal code, commune, weight.
type place struct {
	postal, commune string
	weight          int
}

var places = []place{
	{"75011", "75111", 30}, {"75012", "75112", 28}, {"75013", "75113", 40}, {"75015", "75115", 35}, {"75018", "75118", 45}, {"75019", "75119", 50}, {"75020", "75120", 50},
	{"69003", "69383", 30}, {"69007", "69387", 25}, {"69008", "69388", 30}, {"69100", "69266", 45}, {"69200", "69259", 25}, {"13003", "13203", 25}, {"13013", "13213", 30},
	{"13014", "13214", 30}, {"13015", "13215", 30}, {"93200", "93066", 40}, {"93300", "93001", 35}, {"93100", "93048", 35}, {"93000", "93008", 25}, {"94200", "94041", 20},
	{"94400", "94081", 25}, {"92000", "92050", 25}, {"92230", "92036", 15}, {"95100", "95018", 30}, {"78190", "78621", 10}, {"91000", "91228", 15}, {"77000", "77288", 12},
	{"31000", "31555", 60}, {"31100", "31555", 35}, {"33000", "33063", 45}, {"34000", "34172", 45}, {"35000", "35238", 40}, {"44000", "44109", 55}, {"59000", "59350", 45},
	{"59100", "59512", 30}, {"59200", "59599", 25}, {"67000", "67482", 45}, {"68100", "68224", 25}, {"06000", "06088", 45}, {"38000", "38185", 35}, {"38100", "38185", 20},
	{"42000", "42218", 30}, {"21000", "21231", 35}, {"21300", "21166", 8}, {"21800", "21515", 6}, {"21240", "21617", 6}, {"25000", "25056", 20}, {"54000", "54395", 22},
	{"57000", "57463", 22}, {"51100", "51454", 25}, {"10000", "10387", 12}, {"80000", "80021", 20}, {"76600", "76351", 25}, {"76000", "76540", 22}, {"14000", "14118", 18},
	{"29200", "29019", 18}, {"56100", "56121", 9}, {"49000", "49007", 22}, {"72000", "72181", 20}, {"37000", "37261", 20}, {"45000", "45234", 18}, {"87000", "87085", 18},
	{"63000", "63113", 20}, {"86000", "86194", 14}, {"17000", "17300", 12}, {"30000", "30189", 20}, {"66000", "66136", 20}, {"83000", "83137", 22}, {"84000", "84007", 14},
	{"26000", "26362", 10}, {"73000", "73065", 8}, {"74000", "74010", 10}, {"97400", "97411", 15}, {"97200", "97209", 10}, {"97110", "97120", 8},
}

const streetTypes = "rue rue rue rue rue avenue avenue allée boulevard place impasse chemin square cours"

const streetNames = `de_la_République des_Tanneries Victor_Hugo du_Lac de_l'Égalité Jean_Jaurès du_8_Mai_1945 des_Gorgets des_Érables Pasteur Nicéphore du_Clos-Neuf Haute
du_Château-d'Eau des_Marronniers Voltaire Jules_Ferry de_Verdun des_Lilas de_la_Gare Émile_Zola Pierre_Curie du_Général_Leclerc des_Acacias Gambetta Molière du_Moulin
de_Strasbourg des_Écoles Anatole_France Paul_Bert Rosa_Parks Maurice_Ravel Édith_Piaf des_Peupliers du_11_Novembre de_Bretagne des_Champs du_Stade Louise_Michel Lamartine
Jean_Moulin des_Cerisiers du_Pont-Neuf des_Vignes de_la_Liberté Olympe_de_Gouges Georges_Brassens des_Tilleuls de_Lorraine du_Parc Saint-Exupéry Marie_Curie des_Bleuets
Salvador_Allende de_Bourgogne Aristide_Briand des_Fleurs du_Port de_la_Paix Ambroise_Croizat des_Mimosas Léo_Lagrange Jacques_Brel du_Canal Notre-Dame Camille_Claudel
des_Alouettes Benoît_Frachon Pablo_Neruda Marcel_Cachin de_Picardie des_Coquelicots du_Vieux-Puits Simone_Veil des_Hirondelles Frédéric_Mistral Alphonse_Daudet`
