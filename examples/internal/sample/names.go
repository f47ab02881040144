package sample

var menNames = []string{"Adrien", "Ahmed", "Alain", "André", "Anthony", "Aurélien", "Baptiste", "Benoît", "Bernard", "Çağdaş", "Cédric", "Christophe", "Damien", "Éric", "Étienne", "Fabrice", "François", "Gaël", "Grégory", "Hüseyin", "Jean-Claude", "Jean-Pierre", "Jérôme", "José", "Julien", "Kévin", "Krzysztof", "Laurent", "Loïc", "Łukasz", "Mamadou", "Mehdi", "Michel", "Mohamed", "Nicolas", "Noël", "Olivier", "Pascal", "Quentin", "Rachid", "Raphaël", "Rémi", "Sébastien", "Thierry", "Văn Minh", "Vincent", "Yann", "Youssef"}

var womenNames = []string{"Agnès", "Aïcha", "Amélie", "Anaïs", "Anne-Marie", "Aurélie", "Béatrice", "Bénédicte", "Camille", "Céline", "Chloé", "Danièle", "Élodie", "Émilie", "Fatima", "Fatoumata", "Françoise", "Gaëlle", "Hélène", "Inès", "Isabelle", "Joëlle", "Julie", "Karine", "Khadija", "Laëtitia", "Léa", "Małgorzata", "Maria", "Marie-Thérèse", "Mélanie", "Nathalie", "Noémie", "Océane", "Patricia", "Rachel", "Sandrine", "Şule", "Sophie", "Stéphanie", "Thị Hoa", "Valérie", "Véronique", "Yasmina", "Zoé"}

var surnames = []string{"Abadie", "Ait Ouali", "Aubépin", "Barbançon", "Beaufol", "Belhadji", "Ben Salhi", "Bercheny", "Bouquillard", "Brévillon", "Cailloteau", "Çelikkan", "Chantegrive", "Chaussivert", "Clairambeau", "Corbillot", "D'Arvigny", "Da Moura", "De La Borderie", "De Sainte-Vaux", "Delamarre-Ponçot", "Demiraslan", "Diabatéra", "Dos Ramos", "Du Plessard", "El Ouardi", "Fauconval", "Ferreirinha", "Gaillardet", "Garcinet", "Gauvignon", "Grandjacquot", "Guérinot", "Haddadji", "Hautecloche", "Jacotin", "Jouvençal", "Kamińczyk", "Keïtara", "Kowalczewski", "L'Hospitalet", "Labruyère", "Lacombraie", "Le Goaziou", "Lefébure", "Legranval", "Malaquin", "Marchetaud", "Mathurinet", "Mauvoisin", "Mazières", "Meunerot", "Moreauval", "N'Diayeba", "Nguyễn Vinh", "Noirotte", "Öztürkan", "Pâquelin", "Perrenot-Gey", "Pétrignon", "Poinsotte", "Quercillac", "Rabiot-Lure", "Renardet", "Rochebrune", "Rousselin", "Saint-Éloy", "Sauvageot", "Seguinard", "Simonnelle", "Tavernault", "Thiébaudet", "Tranvan", "Traoréna", "Vaillancel", "Van Houtteren", "Verdurier", "Vieillardot", "Wiśniewiec", "Yıldırımsu", "Zellerin"}

var streets = []string{"rue des Tanneries", "avenue du Lac", "rue de l'Égalité", "place du 1er-Mai", "boulevard des Gorgets", "allée des Érables", "rue Nicéphore", "chemin des Cailloux", "impasse du Clos-Neuf", "rue Haute", "rue du Château-d'Eau", "cours des Marronniers"}

// town is a commune with its postal code and its weight among wishes.
type town struct {
	code, postal, name string
	weight             int
}

var towns = []town{
	{"21231", "21000", "Dijon", 520}, {"21166", "21300", "Chenôve", 110}, {"21617", "21240", "Talant", 75}, {"21515", "21800", "Quetigny", 70},
	{"21355", "21600", "Longvic", 55}, {"21054", "21200", "Beaune", 60}, {"21171", "21800", "Chevigny-Saint-Sauveur", 45}, {"21278", "21121", "Fontaine-lès-Dijon", 40},
	{"21540", "21850", "Saint-Apollinaire", 40}, {"21390", "21160", "Marsannay-la-Côte", 30}, {"21038", "21130", "Auxonne", 18}, {"21292", "21110", "Genlis", 18},
	{"21425", "21500", "Montbard", 14}, {"21154", "21400", "Châtillon-sur-Seine", 12}, {"21003", "21121", "Ahuy", 8}, {"21265", "21220", "Fixin", 3}, {"21485", "21370", "Plombières-lès-Dijon", 6},
}
