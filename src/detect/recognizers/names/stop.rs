//! Words that look like a part of a name and are none, in nine languages.

/// By sort, with commas between. Read without accents, in any case.
pub(super) const WORDS: &[&str] = &[DAYS, GREETINGS, ROLES, TITLES, COMPANIES];

const DAYS: &str = "
    monday, tuesday, wednesday, thursday, friday, saturday, sunday, january, february, march, july, september,
    october, november, december, maandag, dinsdag, woensdag, donderdag, vrijdag, zaterdag, zondag, januari,
    februari, maart, juni, juli, augustus, oktober, montag, dienstag, mittwoch, donnerstag, freitag, samstag,
    sonntag, januar, februar, märz, dezember, lundi, mardi, mercredi, jeudi, vendredi, samedi, dimanche, janvier,
    février, avril, juin, juillet, août, septembre, octobre, novembre, décembre, lunes, martes, miércoles, jueves,
    viernes, sábado, enero, febrero, marzo, abril, junio, julio, septiembre, octubre, noviembre, diciembre, lunedì,
    martedì, mercoledì, giovedì, venerdì, sabato, domenica, gennaio, febbraio, maggio, giugno, luglio, settembre,
    ottobre, dicembre, segunda, terça, quarta, quinta, sexta, feira, janeiro, fevereiro, março, maio, junho, julho,
    setembro, outubro, novembro, dezembro, poniedziałek, wtorek, środa, czwartek, piątek, sobota, niedziela,
    stycznia, lutego, kwietnia, maja, czerwca, lipca, sierpnia, września, października, listopada, grudnia, måndag,
    tisdag, onsdag, torsdag, fredag, lördag, söndag, augusti, christmas, easter, weihnachten, ostern, kerstmis,
    pasen, noël, navidad, natale, natal
";

const GREETINGS: &str = "
    dear, hi, hey, hello, hallo, hoi, dag, beste, geachte, liebe, lieber, sehr, geehrte, geehrter, guten, moin,
    servus, cher, chère, bonjour, bonsoir, salut, coucou, estimado, estimada, querido, querida, hola, buenos,
    buenas, gentile, gentili, egregio, caro, cara, ciao, salve, buongiorno, buonasera, prezado, prezada, caríssimo,
    olá, oi, bom, boa, szanowny, szanowna, szanowni, drogi, droga, cześć, witaj, witam, hej, hejsan, bästa, käre,
    kära, tjena, thanks, thank, thx, bedankt, dank, danke, merci, gracias, grazie, obrigado, obrigada, dziękuję,
    dzięki, tack, please, pls, plz, bitte, regards, cheers, sincerely, groet, groeten, grüße, grüßen, gruß,
    cordialement, saludos, saluti, pozdrawiam, pozdrowienia, hälsningar, yes, no, ok, okay, ja, nein, nee, oui, non,
    sí, tak, nej, amen, lol, omg, btw, fyi, asap, welcome, sorry, oh, wow, haha, god, jesus, morning, afternoon,
    evening, night, happy, birthday
";

const ROLES: &str = "
    sir, madam, ma'am, maam, sirs, team, all, everyone, everybody, folks, guys, friend, friends, there, again,
    world, customer, customers, client, clients, user, users, admin, administrator, support, service, sales,
    manager, hiring, colleague, colleagues, neighbour, neighbor, landlord, tenant, doctor, nurse, teacher, mom, mum,
    dad, mama, papa, grandma, grandpa, assistant, system, bot, siri, alexa, claude, copilot, gemini, chatgpt,
    concern, committee, department, office, reader, readers, member, members, student, students, allemaal, iedereen,
    collega, collega's, klant, klanten, heer, heren, dames, mevrouw, meneer, damen, herren, kollegen, kolleginnen,
    zusammen, kunde, kunden, kundin, leute, madame, monsieur, mesdames, messieurs, mademoiselle, tous, toutes,
    équipe, collègues, señor, señora, señores, señorita, todos, todas, equipo, cliente, clientes, clienti, signore,
    signora, signori, signorina, tutti, senhor, senhora, senhores, equipe, państwo, panie, pani, pan, pana, panią,
    panu, wszyscy, wszystkim, zespół, klient, alla, allihopa, kund, kunder, herr, frau, herrn, fru, name, names,
    naam, nom, nombre, nome, imię, nazwisko, namn, email, phone, address, adres, adresse, telefon, iban, bsn
";

const TITLES: &str = "
    mr, mrs, ms, mx, dr, prof, professor, dhr, mevr, mw, drs, ir, sr, sra, srta, sig, sigra, dott, dottor, dottore,
    dottoressa, dra, ing, avv, mme, mlle, inż, mgr, exmo, exma, rev, hon, capt, sgt, lt, president, senator,
    minister, pope, queen, princess, saint, st
";

const COMPANIES: &str = "
    inc, ltd, llc, plc, corp, gmbh, ag, kg, bv, nv, vof, sa, sas, sarl, srl, spa, lda, ltda, ab, aktiebolag, oy,
    aps, company, corporation, group, bank, university, college, school, hospital, airport, station, street, road,
    avenue, lane, park, river, lake, mount, mountain, island, county, city, church, museum, hotel, restaurant,
    stadium, club, united, fc, award, prize, theorem, algorithm, foundation, institute, library, tower, bridge,
    square, beach, bay, valley, festival, records, news, times, cup, league, day, act, american, british, english,
    german, french, dutch, spanish, italian, polish, swedish, portuguese, google, apple, microsoft, amazon,
    facebook, twitter, linkedin, github, youtube, android, iphone, windows, linux, java, javascript, typescript,
    python, django, jenkins, docker, straat, straße, strasse, platz, universität, universiteit, université,
    universidad, università, universidade, uniwersytet, universitet, gata, gatan, ulica, calle, rue, rua
";

/// Words before what is called after somebody: a street, a lake.
pub(super) const OF_PLACES: &str = "
    street, lake, mount, port, fort, saint, st, san, santa, via, viale, piazza, corso, rue, avenue, boulevard,
    place, calle, plaza, paseo, avenida, av, rua, praca, travessa, ulica, ul, aleja, plac, university, universite,
    new, north, south, east, west, hotel, cafe, bar, hurricane, storm, class, package, project, chemin, allee,
    impasse, quai, vicolo, largo, strada, contrada, borgo, camino, callejon, urbanizacion, stretto, rotonda, canale,
    ronda, pasaje, los, las, os, osiedle, rondo, cape, the
";

/// The words of a list.
pub(super) fn words(list: &str) -> impl Iterator<Item = &str> {
    list.split(',').map(str::trim)
}
