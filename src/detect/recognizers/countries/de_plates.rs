//! Germany: plates of vehicles.

use crate::detect::rule::{Rule, Start, check, form};

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "de_kfz",
        kind: "DE_KFZ",
        forms: &[
            form("[A-Z]{1,3}-[A-Z]{2} [1-9][0-9]{3}[EH]?|[A-Z]{3}-[A-Z]{2} [1-9][0-9]{2}[EH]?", 0.5),
            // Every second pair of letters is a district, and other things have two letters and three digits.
            form("[A-Z]{1,2}-[A-Z]{2} [1-9][0-9]{2}[EH]?", 0.45),
            form("[A-Z]{1,3}-[A-Z]{1,2}[ -]?[1-9][0-9]{0,3}( ?[EH])?", 0.3),
        ],
        check: check("code of the district", |value| is_plate(value) && has_district(value)),
        context: &[PLATE],
        examples: &["M-AB 1234", "HH-XY 123E", "KA-PA-777"],
        near_misses: &["M-AB 12345", "M-ABC 1234", "M-AB 0123", "WHO-AB 1234", "DIN-EN 1090", "XX-CD 123"],
        alone: 0.1,
        source: SOURCE,
        ..Rule::of("DE")
    },
    Rule {
        name: "de_kfz_cue",
        kind: "DE_KFZ",
        forms: &[
            form("[A-Z]{1,3}[ -][A-Z]{1,2}[ -]?[1-9][0-9]{0,3}( ?[EH])?", 0.2),
            // In small letters, and no space: these are words.
            form("(?i)[a-z]{1,3}-[a-z]{1,2}[ -]?[1-9][0-9]{0,3}[eh]?", 0.1),
        ],
        check: check("letters, length", is_plate),
        context: &[PLATE],
        examples: &["M AB 1234", "ka-pa 777", "B-XY 12H"],
        near_misses: &["M AB 12345", "MUNC-AB 1234", "M-SS 123", "CR-V 2018", "war um 12"],
        source: SOURCE,
        ..Rule::of("DE")
    },
    Rule {
        name: "de_kfz_umlaut",
        kind: "DE_KFZ",
        start: Start::Literal(&[
            "AÖ", "BÖ", "BÜD", "BÜR", "BÜS", "BÜZ", "DÜW", "FLÖ", "FÜ", "FÜS", "GÖ", "GRÜ", "GÜ", "HMÜ",
            "HÖS", "JÜL", "KÖN", "KÖT", "KÖZ", "KÜN", "LÖ", "LÖB", "LÜN", "MÜ", "MÜB", "MÜL", "MÜR", "NÖ",
            "PLÖ", "PRÜ", "RÜD", "RÜG", "SÄK", "SLÜ", "SMÜ", "SÖM", "SÜW", "TÖL", "TÜ", "WÜ", "WÜM",
        ]),
        forms: &[
            form("([A-Z][ÄÖÜ][A-Z]?|[A-Z]{2}[ÄÖÜ])-[A-Z]{1,2} [1-9][0-9]{0,3}[EH]?", 0.5),
            form("([A-Z][ÄÖÜ][A-Z]?|[A-Z]{2}[ÄÖÜ])[ -][A-Z]{1,2}[ -]?[1-9][0-9]{0,3}( ?[EH])?", 0.3),
        ],
        check: check("letters, length", is_plate),
        context: &[PLATE],
        examples: &["TÜ-AB 123", "WÜ XY 1234", "MÜ-A 1"],
        near_misses: &["TÜ-AB 12345", "TÜ-ABC 123", "TÜV-AB 0123"],
        source: SOURCE,
        ..Rule::of("DE")
    },
];

const SOURCE: &str = "§ 9 FZV; list of the Unterscheidungszeichen of the Kraftfahrt-Bundesamt";

const PLATE: &[&str] = &[
    "kennzeichen",
    "autokennzeichen",
    "kfz",
    "nummernschild*",
    "autonummer",
    "zulassung*",
    "fahrzeugschein",
    "fahrzeugbrief",
    "fahrzeug",
    "fahrzeuge",
    "auto",
    "pkw",
    "lkw",
    "licence plate",
    "license plate",
    "number plate",
    "plate",
    "vehicle registration",
    "kenteken",
    "nummerplaat",
    "plaque d immatriculation",
    "immatriculation",
    "matricula",
    "targa",
    "tablica rejestracyjna",
    "numer rejestracyjny",
    "registreringsnummer",
    "registreringsskylt",
];

/// Standards, DIN EN 1090, and cars: CR-V 2018.
const NO_PLATES: &[(&str, &str)] =
    &[("DIN", "EN"), ("BS", "EN"), ("CR", "V"), ("HR", "V"), ("BR", "V"), ("C", "HR"), ("E", "UP")];

/// Letters and digits are at most eight, together; `HJ`, `KZ`, `NS`, `SA` and `SS` are never given.
fn is_plate(value: &str) -> bool {
    let mut words = value.split([' ', '-']);
    let (district, rest) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let letters = rest.split(|c: char| c.is_ascii_digit()).next().unwrap_or_default();
    let never = ["HJ", "KZ", "NS", "SA", "SS"].iter().any(|never| letters.eq_ignore_ascii_case(never));
    let is = |(first, second): &(&str, &str)| {
        district.eq_ignore_ascii_case(first) && letters.eq_ignore_ascii_case(second)
    };
    let other = NO_PLATES.iter().any(is);
    let length = value.chars().filter(|c| c.is_alphanumeric()).count();
    !never && !other && length <= 8
}

/// The code of the district is one of those in use.
fn has_district(value: &str) -> bool {
    let district = value.split('-').next().unwrap_or_default();
    DISTRICTS.split_ascii_whitespace().any(|known| known == district)
}

const DISTRICTS: &str = "\
A AA AB ABG ABI AC AE AH AIB AIC AK ALF ALZ AM AN ANA ANG ANK AP APD ARN ART AS ASL ASZ AT AU AUR AW AZ AZE \
B BA BAD BAR BB BBG BC BCH BD BE BED BER BF BGD BGL BH BI BID BIN BIR BIT BIW BK BKS BL BLB BLK BM BN BNA BO BOG \
BOH BOR BOT BRA BRB BRG BRK BRL BRV BS BSB BSK BT BTF BUL BW BZ BZA \
C CA CAS CB CE CHA CLP CLZ CO COC COE CR CUX CW \
D DA DAH DAN DAU DBR DD DE DEG DEL DGF DH DI DIL DIN DIZ DKB DL DLG DM DN DO DON DS DT DU DUD DW DZ \
E EA EB EBE EBN EBS ECK ED EE EF EG EH EI EIC EIL EIN EIS EL EM EMD EMS EN ER ERB ERH ERK ERZ ES ESB ESW EU EW \
F FB FD FDB FDS FEU FF FFB FG FH FI FKB FL FN FO FOR FR FRG FRI FRW FS FT FTL FW FZ \
G GA GAN GAP GC GD GDB GE GEL GEM GEO GER GF GG GHA GHC GI GK GL GLA GM GMN GN GNT GOA GOH GP GR GRA GRH GRI \
GRM GRS GRZ GS GT GTH GUB GUN GV GVM GW GZ \
H HA HAB HAL HAM HAS HB HBN HBS HC HCH HD HDH HDL HE HEB HEF HEI HEL HER HET HF HG HGN HGW HH HHM HI HIG HIP \
HK HL HM HN HO HOG HOH HOL HOM HOR HOT HP HR HRO HS HSK HST HU HV HVL HWI HX HY HZ \
IGB IK IL ILL IN IS IZ J JE JEV JL \
K KA KB KC KE KEH KEL KEM KF KG KH KI KIB KK KL KLE KLZ KM KN KO KR KRU KS KT KU KUS KW KY KYF \
L LA LAN LAU LB LBS LBZ LC LD LDK LDS LEO LER LEV LF LG LH LI LIB LIF LIP LL LM LN LOS LP LR LRO LSZ LU LUK LWL \
M MA MAB MAI MAK MAL MB MC MD ME MED MEG MEI MEK MEL MER MET MG MGH MGN MH MHL MI MIL MK MKK ML MM MN MO MOD MOL \
MON MOS MQ MR MS MSE MSH MSP MST MT MTK MTL MW MY MYK MZ MZG \
N NAB NAI NAU NB ND NDH NE NEA NEB NEC NEN NES NEU NEW NF NH NI NK NM NMB NMS NOH NOL NOM NOR NP NR NT NU NVP NW \
NWM NY NZ OA OAL OB OBB OBG OC OCH OD OE OF OG OH OHA OHV OHZ OK OL OP OPR OS OSL OTW OVI OVL OVP OZ \
P PA PAF PAN PAR PB PCH PE PEG PF PI PIR PK PL PM PN PR PS PW PZ QFT QLB \
R RA RC RD RDG RE REG REH REI RG RH RI RID RIE RL RM RN RO ROD ROF ROH ROK ROL ROS ROT ROW RP RS RSL RT RU RV RW RZ \
S SAB SAD SAL SAN SAW SB SBG SBK SC SCZ SDH SDL SDT SE SEB SEE SEF SEL SFA SFB SFT SG SGH SH SHA SHG SHK SHL SI SIG \
SIM SK SL SLE SLF SLK SLN SLS SLZ SM SN SO SOB SOG SOK SON SP SPB SPN SR SRB SRO ST STA STB STD STE STL STO SU \
SUL SW SWA SY SZ SZB TBB TDO TE TET TF TG THL THW TIR TO TP TR TS TT TUT \
UE UEM UFF UH UL UM UN USI V VAI VB VEC VER VG VIB VIE VIT VK VOH VR VS \
W WA WAF WAK WAN WAR WAT WB WBS WD WDA WE WEG WEL WEN WER WES WF WG WHV WI WIL WIS WIT WIZ WK WL WLG WM WMS WN \
WND WO WOB WOH WOL WOR WOS WR WRN WS WSF WST WSW WT WTL WTM WUG WUN WUR WW WZ WZL Z ZE ZEL ZI ZIG ZP ZR ZW ZZ";
