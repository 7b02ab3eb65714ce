//! Words that say that a name follows, in nine languages.

/// What kind of words say it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cue {
    /// `my name is`: whatever follows.
    Intro,
    /// `I am`: a name, or something else.
    Am,
    /// `Dear`.
    Greeting,
    /// `call`: somebody or something.
    Ask,
    /// `with`: anything.
    With,
    /// `Mr`.
    Title,
    /// `Regards,`: on the next line.
    Closing,
    /// `customer:`
    Label,
    /// `name:` of somebody or something.
    NameOf,
    /// `patient`: maybe with a name.
    Role,
    /// `in the name of`.
    Holder,
}

/// All of them, with commas between. They begin with a letter of ASCII.
pub(super) const CUES: &[(Cue, &str)] = &[
    (Cue::Intro, INTRO),
    (Cue::Am, AM),
    (Cue::Greeting, GREETING),
    (Cue::Ask, ASK),
    (Cue::With, WITH),
    (Cue::Title, TITLE),
    (Cue::Closing, CLOSING),
    (Cue::Label, LABEL),
    (Cue::NameOf, NAME_OF),
    (Cue::Role, ROLE),
    (Cue::Holder, HOLDER),
];

const INTRO: &str = "
    my name is, my name's, my name’s, my full name is, name is, surname is, name's, call me, i am called, i go by,
    mijn naam is, naam is, ik heet, noem me, noem mij, heet, mein name ist, name ist, ich heiße, ich heisse, heißt,
    heisst, nenn mich, nennt mich, je m'appelle, je m’appelle, je me nomme, mon nom est, nom est, s'appelle,
    s’appelle, appelle-moi, appelez-moi, me llamo, mi nombre es, nombre es, se llama, llámame, mi chiamo,
    il mio nome è, nome è, si chiama, chiamami, meu nome é, nome é, chamo-me, me chamo, chama-se, se chama,
    me chame de, nazywam się, mam na imię, moje imię to, nazywa się, ma na imię, mów mi, jag heter, mitt namn är,
    namn är, heter, kalla mig
";

const AM: &str = "
    i am, i'm, i’m, im, this is, it's, it’s, its, it is, we are, speaking with, who is, ik ben, dit is, met,
    u spreekt met, je spreekt met, ich bin, hier ist, hier spricht, das ist, wir sind, je suis, c'est, c’est, ici,
    soy, yo soy, es, habla, aquí, sono, io sono, qui, sou, sou o, sou a, eu sou, aqui é, aqui é o, aqui é a, é o,
    é a, jestem, to jest, z tej strony, tu, jag är, det är, det här är, här är, vi är
";

const GREETING: &str = "
    dear, hi, hi there, hey, hello, good morning, good afternoon, good evening, hallo, hoi, beste, geachte, dag,
    lieve, goedemorgen, goedemiddag, goedenavond, liebe, lieber, guten tag, guten morgen, guten abend, moin, servus,
    cher, chère, bonjour, bonsoir, salut, coucou, estimado, estimada, querido, querida, hola, buenos días,
    buenas tardes, gentile, gentilissimo, gentilissima, egregio, caro, cara, ciao, salve, buongiorno, buonasera,
    prezado, prezada, olá, oi, bom dia, boa tarde, boa noite, szanowny, szanowna, drogi, droga, cześć, witaj, hej,
    hejsan, bästa, tjena, god morgon, god kväll, yo
";

const ASK: &str = "
    call, text, ask, tell, contact, phone, ping, invite, remind, thanks, thank you, thx, cheers, asked, told,
    spoke to, spoke with, talk to, talked to, attn, fao, bel, app, vraag, vraag het, zeg tegen, bedankt, dank je,
    dankjewel, kan je, kun je, kan jij, kun jij, ruf, frag, frage, sag, kannst du, danke, appelle, appeler,
    demande à, demandez à, dis à, merci, est-ce que, llama a, llamar a, pregunta a, dile a, gracias, habla con,
    chiama, chiamare, chiedi a, chiedete a, grazie, sentire, liga para, ligar para, ligar para a, ligar para o,
    liga para a, liga para o, fala com, fala com a, fala com o, falar com, pergunta ao, pergunta à, obrigado,
    obrigada, disse que a, disse que o, zadzwoń do, zapytaj, powiedz, dzięki, dziękuję, ring, ringa, fråga,
    säg till, hälsa, tack, prata med, mejla, messa
";

const WITH: &str = "
    email, mail, met, meet, said, says, with, from, for, by, to, and, via, cc, zeg, van, voor, aan, door, en, tegen,
    mit, von, für, an, und, bei, treffe, avec, pour, de, par, chez, et, con, para, por, per, da, di, com, do, od,
    dla, czy, med, från, till, av, och
";

const TITLE: &str = "
    mr, mr., mrs, mrs., ms, ms., miss, mx, mx., dr, dr., prof, prof., professor, doctor, sir, dame, lady, lord,
    rev., reverend, capt., sgt., uncle, aunt, auntie, de heer, dhr, dhr., mevrouw, mevr, mevr., mw, mw., meneer,
    drs., oom, tante, herr, herrn, frau, hr., fr., onkel, m., mme, mme., mlle, mlle., monsieur, madame,
    mademoiselle, docteur, maître, sr, sr., sra, sra., srta., señor, señora, señorita, don, doña, dra., sig.,
    sig.ra, sig.na, signor, signora, signorina, signore, dott., dott.ssa, dottor, dottoressa, avv., ing., senhor,
    senhora, sr.ª, exmo. sr., exma. sra., dona, pan, pani, pana, panu, panią, panem, doktor, mgr, inż., fru, fröken,
    ks.
";

const CLOSING: &str = "
    regards, kind regards, best regards, warm regards, many thanks, thanks, thank you, cheers, best, all the best,
    sincerely, yours sincerely, sincerely yours, yours faithfully, yours truly, respectfully, best wishes, love,
    xoxo, br, thx, mvg, m.v.g., groet, groeten, groetjes, vriendelijke groet, vriendelijke groeten,
    met vriendelijke groet, met vriendelijke groeten, hartelijke groet, hoogachtend, bedankt, mfg, lg, vg,
    viele grüße, liebe grüße, mit freundlichen grüßen, mit freundlichen grüssen, freundliche grüße, beste grüße,
    herzliche grüße, grüße, gruß, hochachtungsvoll, danke, cordialement, bien cordialement, bien à vous,
    sincèrement, salutations, salutations distinguées, amicalement, bises, merci, saludos, un saludo,
    saludos cordiales, un cordial saludo, cordialmente, atentamente, un abrazo, gracias, cordiali saluti,
    distinti saluti, saluti, un saluto, grazie, cumprimentos, com os melhores cumprimentos, melhores cumprimentos,
    atenciosamente, abraços, um abraço, att, obrigado, obrigada, pozdrawiam, z poważaniem, pozdrowienia,
    z wyrazami szacunku, serdecznie pozdrawiam, dziękuję, vänliga hälsningar, med vänliga hälsningar,
    med vänlig hälsning, mvh, hälsningar, hälsning, hej då, kram, tack, signed
";

const LABEL: &str = "
    full name, fullname, full_name, first name, firstname, first_name, last name, lastname, last_name, surname,
    given name, given_name, givenname, family name, family_name, familyname, middle name, middle_name, maiden name,
    maiden_name, customer, customer name, customer_name, customername, client name, client_name, contact name,
    contact_name, contact person, contact, attendee, attendees, author, assignee, reporter, owner, employee,
    employee name, employee_name, applicant, patient name, patient_name, patient, cardholder, card holder,
    cardholder_name, account holder, account_holder, holder, signed by, recipient, sender, beneficiary, passenger,
    guest, tenant, student, doctor, fn, display name, display_name, displayname, from, to, cc, bcc, attn, voornaam,
    achternaam, volledige naam, familienaam, meisjesnaam, klant, klantnaam, patiënt, rekeninghouder, contactpersoon,
    aanvrager, ontvanger, afzender, van, aan, vorname, nachname, familienname, vollständiger name, geburtsname,
    kunde, kundin, ansprechpartner, ansprechpartnerin, kontoinhaber, karteninhaber, empfänger, absender, patientin,
    antragsteller, versicherter, von, an, prénom, prenom, nom de famille, nom complet, nom et prénom, client,
    cliente, titulaire, destinataire, expéditeur, bénéficiaire, interlocuteur, nombre completo, nombre y apellidos,
    apellido, apellidos, titular, paciente, destinatario, remitente, beneficiario, nome completo, nome e cognome,
    cognome, intestatario, paziente, mittente, sobrenome, apelido, titular da conta, destinatário, remetente,
    imię i nazwisko, imie i nazwisko, nazwisko, właściciel rachunku, odbiorca, nadawca, pacjent, pacjentka,
    posiadacz, förnamn, efternamn, fullständigt namn, kund, kontohavare, mottagare, avsändare, kontaktperson
";

const NAME_OF: &str = "
    name, naam, nom, nombre, nome, imię, imie, namn, user, username, kontakt
";

const ROLE: &str = "
    patient, customer, client, boss, manager, colleague, coworker, friend, neighbour, neighbor, landlord, tenant,
    wife, husband, partner, son, daughter, brother, sister, mother, father, mum, mom, dad, assistant, lawyer,
    teacher, girlfriend, boyfriend, cousin, contact, employee, assistant is, wife is, husband is, boss is,
    manager is, patiënt, klant, baas, collega, vriend, vriendin, buurman, buurvrouw, vrouw, dochter, zoon, broer,
    zus, moeder, vader, huisarts, patientin, kunde, kundin, chef, chefin, kollege, kollegin, kollegen, freund,
    freundin, nachbar, nachbarin, mann, tochter, sohn, bruder, schwester, mutter, vater, vermieter, patiente,
    cliente, patron, patronne, collègue, ami, amie, voisin, voisine, mari, femme, fils, fille, frère, sœur, soeur,
    mère, père, propriétaire, paciente, jefe, jefa, compañero, compañera, amigo, amiga, vecino, vecina, marido,
    esposa, hijo, hija, hermano, hermana, madre, padre, paziente, capo, amico, amica, vicino, vicina, marito,
    moglie, figlio, figlia, fratello, sorella, chefe, colega, vizinho, vizinha, filho, filha, irmão, irmã, mãe, pai,
    pacjent, pacjentka, szef, szefowa, kolega, koleżanka, przyjaciel, sąsiad, sąsiadka, mąż, żona, syn, córka, brat,
    siostra, matka, ojciec, patienten, kunden, chefen, kollega, kollegan, vän, granne, grannen, man, fru, dotter,
    bror, syster, mamma, pappa
";

const HOLDER: &str = "
    in the name of, on behalf of, signed by, witnessed by, made out to, payable to, cardholder, account holder,
    holder, account name, attention of, t.n.v., tnv, t.a.v., ten name van, op naam van, namens, rekeninghouder,
    brief schrijven aan, kontoinhaber, kontoinhaberin, karteninhaber, lautend auf, im namen von, im auftrag von,
    z. hd., z.hd., zu händen, au nom de, à l'attention de, titulaire, de la part de, a nombre de, en nombre de,
    a la atención de, titular, intestato a, intestata a, a nome di, per conto di, alla cortese attenzione di,
    all'attenzione di, em nome de, no nome de, ao cuidado de, a/c de, na nazwisko, w imieniu, do rąk, odbiorca,
    właściciel, i namn av, på uppdrag av, mottagare, kontohavare, utställd på, undertecknad
";
