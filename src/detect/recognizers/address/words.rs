//! Words of addresses: kinds of streets, parts of houses, forms of postcodes.

/// What stands behind the name of a street in English (USPS Publication 28, appendix C1; Royal Mail).
pub(super) const ENGLISH: &str = "alley annex arcade avenue ave av bayou beach bend bluffs? bottom boulevard blvd branch bridge \
    brooks? burgs? bypass camp canyon cape causeway centers? centre circles? cir cliffs? close club \
    common corners? course courts? ct coves? creek crescent cres crest crossing crossroad curve dale dam \
    divide drives? dr estates? expressway expy extensions? falls? ferry fields? flats? fords? forest \
    forges? forks? fort freeway gardens? gateway glens? greens? groves? harbors? haven heights highway \
    hwy hills? hollow inlet islands? isle junctions? keys? knolls? lakes? land landing lane ln lights? \
    loaf locks? lodge loop mall manors? meadows? mews mills? mission motorway mount mountains? neck \
    orchard oval overpass parade parks? parkways? pkwy pass passage path pike pines? place pl plains? \
    plaza points? ports? prairie radial ramp ranch rapids? rest ridges? rise river roads? rd route row \
    rue run shoals? shores? skyway springs? spurs? squares? sq station stravenue stream streets? st \
    summit terrace terr? throughway trace track trafficway trail trailer tunnel turnpike underpass \
    unions? valleys? viaduct views? villages? ville vista walks? wall wharf ways? wells? wynd";

/// What stands before the name of a street, and the number behind it: Spanish, Italian, Portuguese, Polish.
pub(super) const BEFORE: &str = "calle c/ pasadizo vial ca[ñn]ada avenida avda? av paseo p[ºo] plaza pza ronda pasaje camino alameda carrer traves[ií]a \
    glorieta urbanizaci[óo]n carretera ctra acceso rambla cuesta callej[óo]n v[ií]a via viale v\\.le \
    piazza p\\.zza piazzale corso c\\.so vicolo strada borgo rotonda canale contrada stretto largo \
    lungomare incrocio lungotevere salita pl rue chemin route quai rua r travessa tv pra[çc]a estrada rodovia rod beco ladeira \
    vila quinta loteamento ul ulica aleja aleje al plac os osiedle rondo skwer";
pub(super) const BEFORE_FOLDED: &str = "calle c/ pasadizo vial canada avenida avda avd av paseo po plaza pza ronda pasaje camino alameda carrer travesia glorieta \
    urbanizacion carretera ctra acceso rambla cuesta callejon via viale v.le piazza p.zza piazzale corso \
    c.so vicolo strada borgo rotonda canale contrada stretto largo lungomare incrocio lungotevere salita \
    rua r travessa tv praca estrada rodovia rod beco ladeira vila quinta loteamento ul ulica aleja aleje \
    al pl plac os osiedle rondo skwer";

/// What stands before the name in French, mostly behind the number.
pub(super) const FRENCH: &str = "rue avenue av ave boulevard bd blvd place pl chemin ch impasse imp all[ée]es? quai cours route rte \
    square passage sentier ruelle esplanade faubourg voie villa cit[ée] rond-point mont[ée]e";
pub(super) const FRENCH_FOLDED: &str = "rue avenue boulevard bd place chemin impasse allee allees quai cours route rte square passage \
    sentier ruelle esplanade faubourg voie villa cite rond-point montee";

/// How the name of a street ends, and the number behind it: Dutch, German, Swedish, Danish, Norwegian, Finnish.
pub(super) const BEHIND: &str = "straat laan weg plein gracht kade dreef singel hof baan pad steeg dijk boulevard plantsoen markt wal \
    haven park stra[ßs]e strasse str gasse platz Ring -ring allee damm ufer chaussee steig stieg Berg \
    gatan v[äa]gen stigen gr[äa]nd torget torg all[ée]n? backen leden vej vejen gade gate gaten veien vegen gata katu";
pub(super) const BEHIND_FOLDED: &str = "straat laan weg plein gracht kade dreef singel hof baan pad steeg dijk boulevard plantsoen markt wal \
    haven park strasse str gasse platz ring allee damm ufer chaussee steig stieg gatan vagen stigen \
    grand torget torg allen backen leden vej vejen gade gate gaten veien vegen gata katu";

/// Words that end like a street and are none, folded.
pub(super) const NO_STREETS: &str = "bahnhof arbeitsplatz parkplatz sitzplatz stehplatz stellplatz platz umweg heimweg ruckweg schulweg \
    hinweg onderweg snelweg spoorweg unterwegs weg hof pad ipad notepad thinkpad touchpad trackpad \
    launchpad keypad gamepad park carpark ring spring string hearing engineering monitoring during bring \
    lockring brigade renegade upgrade downgrade grade allen grand wal haven luchthaven jachthaven \
    supermarkt arbeidsmarkt markt str tie baan snijbaan startbaan luchtbaan autobahn spielplatz \
    marktplatz scoring storing sharing wiring offering boring clustering rendering filtering ordering \
    numbering steering";

/// Kinds of streets that are other things more often.
pub(super) const DOUBTFUL: &str = "beach bend bottom branch bridge camp cape center circle club common corner course court dam divide \
    extension fall field flat ford forest fork fort garden green harbor hill inlet island junction key \
    lake land landing light lock lodge loop mall mill mission mount mountain neck park pas passage path \
    pine place plain point port ramp ranch rapid rest rise river route row run shore spring square \
    station stream summit trace track trail trailer tunnel union valley view village walk wall way well \
    st dr pl ct";

/// What stands before the place where somebody is, folded.
pub(super) const PLACES: &str = "at outside to from near in on by address address: is opposite of live lives deliver ship send op aan \
    bij der wohnhaft wohne woon";

/// Words before a street that belong to its name.
pub(super) const ADJECTIVES: &str = "Oude Nieuwe Lange Korte Grote Kleine Eerste Tweede Derde Sint Van Große Grosse Alte Neue Obere \
    Untere Am An Im Sankt St Stora Lilla Norra Södra Östra Västra Gamla Nya Hoge Lage";

/// Parts of a house.
pub(super) const UNITS: &str = "apt apartment suite ste unit flat floor fl room rm piso puerta planta pta esc escalera depto portal \
    bajo appartamento app int interno piano scala bus b[oô]ite appt appartement [ée]tage b[âa]t \
    b[âa]timent bloco andar apto apartamento casa sala bl m mieszkanie lok lgh wohnung whg top stiege \
    hinterhaus #";

/// Postcodes of the countries.
pub(super) const POSTCODE: &str = "[0-9]{5}-[0-9]{3,4}|[0-9]{4}-[0-9]{3}|[0-9]{2}-[0-9]{3}|[0-9]{4} ?[A-Z]{2}|[A-Z]{1,2}[0-9][0-9A-Z]? ?[0-9][A-Z]{2}|[A-Z][0-9][A-Z] ?[0-9][A-Z][0-9]|[A-Z][0-9][0-9W] ?[0-9A-Z]{4}|(?:[A-Z]{1,2}-)?[0-9]{4,5}|[0-9]{3} [0-9]{2,3}|[0-9]{6}";

/// Whether the last word of a street is a compound with `ring`: so end many English words.
pub(super) fn is_ring(value: &str) -> bool {
    let street = value.split(|c: char| c.is_ascii_digit()).next().unwrap_or_default().trim_end();
    street.ends_with("ring") && !street.ends_with("-ring")
}

/// Parts of a house that stand before the street, and boxes at a post office, folded.
pub(super) const FLATS: &str = "flat apartment apt unit studio suite";
pub(super) const BOXES: &str = "po p.o postbus postfach apartado boite casella caixa skrytka";

/// Of the kinds of streets, those that leave little doubt in small letters.
pub(super) const BEHIND_SMALL: &str =
    "straat laan gracht plein singel stra[ßs]e strasse gasse gatan v[äa]gen";
pub(super) const ENGLISH_SMALL: &str = "street st avenue ave road rd lane boulevard blvd";
