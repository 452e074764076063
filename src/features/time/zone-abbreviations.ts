/**
 * The names that people give to the offsets of their zones: `EST`, `CEST`. The host's library of zones knows
 * offsets only. Each group has its names with hours east of UTC, then its zones; where an offset is not
 * listed, it goes by its number (`+03`).
 *
 * Taken from the public domain tz database, release 2025b, as of 1990; where an offset of a zone has had two
 * names since, the later one.
 */
const groups = `
UTC+0:
  Etc/UCT Etc/UTC Etc/Universal Etc/Zulu UCT Universal Zulu
GMT+0 WAT+1 CAT+2:
  Africa/Abidjan Africa/Accra Africa/Bamako Africa/Bangui Africa/Banjul Africa/Bissau Africa/Blantyre
  Africa/Brazzaville Africa/Bujumbura Africa/Conakry Africa/Dakar Africa/Douala Africa/Freetown
  Africa/Gaborone Africa/Harare Africa/Kigali Africa/Kinshasa Africa/Lagos Africa/Libreville
  Africa/Lome Africa/Luanda Africa/Lubumbashi Africa/Lusaka Africa/Malabo Africa/Maputo
  Africa/Monrovia Africa/Ndjamena Africa/Niamey Africa/Nouakchott Africa/Ouagadougou Africa/Porto-Novo
  Africa/Sao_Tome Africa/Timbuktu Africa/Windhoek America/Danmarkshavn Atlantic/Reykjavik
  Atlantic/St_Helena Etc/GMT Etc/GMT+0 Etc/GMT-0 Etc/GMT0 Etc/Greenwich GMT GMT+0 GMT-0 GMT0 Greenwich
  Iceland
CAT+2 EAT+3:
  Africa/Addis_Ababa Africa/Asmara Africa/Asmera Africa/Dar_es_Salaam Africa/Djibouti Africa/Juba
  Africa/Kampala Africa/Khartoum Africa/Mogadishu Africa/Nairobi Indian/Antananarivo Indian/Comoro
  Indian/Mayotte
CET+1 EET+2 EEST+3 MSD+4:
  Africa/Algiers Africa/Cairo Africa/Tripoli Asia/Beirut Asia/Famagusta Asia/Gaza Asia/Hebron
  Asia/Nicosia EET Egypt Europe/Athens Europe/Bucharest Europe/Chisinau Europe/Helsinki Europe/Kiev
  Europe/Kyiv Europe/Mariehamn Europe/Nicosia Europe/Riga Europe/Sofia Europe/Tallinn Europe/Tiraspol
  Europe/Uzhgorod Europe/Vilnius Europe/Zaporozhye Libya
CET+1 CEST+2:
  Africa/Ceuta Africa/Tunis Arctic/Longyearbyen Atlantic/Jan_Mayen CET Europe/Amsterdam Europe/Andorra
  Europe/Belgrade Europe/Berlin Europe/Bratislava Europe/Brussels Europe/Budapest Europe/Busingen
  Europe/Copenhagen Europe/Gibraltar Europe/Ljubljana Europe/Luxembourg Europe/Madrid Europe/Malta
  Europe/Monaco Europe/Oslo Europe/Paris Europe/Podgorica Europe/Prague Europe/Rome Europe/San_Marino
  Europe/Sarajevo Europe/Skopje Europe/Stockholm Europe/Tirane Europe/Vaduz Europe/Vatican
  Europe/Vienna Europe/Warsaw Europe/Zagreb Europe/Zurich Poland
SAST+2:
  Africa/Johannesburg Africa/Maseru Africa/Mbabane
HST-10 HDT-9:
  America/Adak America/Atka HST Pacific/Honolulu Pacific/Johnston US/Aleutian US/Hawaii
AKST-9 AKDT-8:
  America/Anchorage America/Juneau America/Metlakatla America/Nome America/Sitka America/Yakutat
  US/Alaska
EST-5 AST-4 ADT-3:
  America/Anguilla America/Antigua America/Aruba America/Barbados America/Blanc-Sablon America/Curacao
  America/Dominica America/Glace_Bay America/Goose_Bay America/Grenada America/Guadeloupe
  America/Halifax America/Kralendijk America/Lower_Princes America/Marigot America/Martinique
  America/Moncton America/Montserrat America/Port_of_Spain America/Puerto_Rico America/Santo_Domingo
  America/St_Barthelemy America/St_Kitts America/St_Lucia America/St_Thomas America/St_Vincent
  America/Thule America/Tortola America/Virgin Atlantic/Bermuda Canada/Atlantic
MST-7 MDT-6 EST-5 EDT-4:
  America/Atikokan America/Boise America/Cambridge_Bay America/Cayman America/Coral_Harbour
  America/Denver America/Detroit America/Edmonton America/Fort_Wayne America/Grand_Turk
  America/Hermosillo America/Indiana/Indianapolis America/Indiana/Marengo America/Indiana/Vevay
  America/Indianapolis America/Inuvik America/Jamaica America/Kentucky/Louisville America/Louisville
  America/Mazatlan America/Montreal America/Nassau America/New_York America/Nipigon America/Panama
  America/Port-au-Prince America/Shiprock America/Thunder_Bay America/Toronto America/Yellowknife
  Canada/Eastern Canada/Mountain EST EST5EDT Jamaica MST7MDT Mexico/BajaSur Navajo US/East-Indiana
  US/Eastern US/Michigan US/Mountain
PST-8 MST-7 CST-6 CDT-5:
  America/Bahia_Banderas America/Belize America/Chicago America/Chihuahua America/Costa_Rica
  America/Creston America/Dawson America/Dawson_Creek America/El_Salvador America/Fort_Nelson
  America/Guatemala America/Indiana/Knox America/Indiana/Tell_City America/Knox_IN America/Managua
  America/Matamoros America/Menominee America/Merida America/Mexico_City America/Monterrey
  America/North_Dakota/Beulah America/North_Dakota/Center America/North_Dakota/New_Salem
  America/Ojinaga America/Phoenix America/Rainy_River America/Rankin_Inlet America/Regina
  America/Resolute America/Swift_Current America/Tegucigalpa America/Whitehorse America/Winnipeg
  CST6CDT Canada/Central Canada/Saskatchewan Canada/Yukon MST Mexico/General US/Arizona US/Central
  US/Indiana-Starke
CST-6 EST-5 EDT-4:
  America/Cancun America/Indiana/Petersburg America/Indiana/Vincennes America/Indiana/Winamac
  America/Iqaluit America/Kentucky/Monticello America/Pangnirtung
MST-7 MDT-6 CDT-5:
  America/Ciudad_Juarez
PST-8 PDT-7:
  America/Ensenada America/Los_Angeles America/Santa_Isabel America/Tijuana America/Vancouver
  Canada/Pacific Mexico/BajaNorte PST8PDT US/Pacific
CST-5 CDT-4:
  America/Havana Cuba
NST-3.5 NDT-2.5:
  America/St_Johns Canada/Newfoundland
AEST+10 AEDT+11:
  Antarctica/Macquarie Australia/ACT Australia/Brisbane Australia/Canberra Australia/Currie
  Australia/Hobart Australia/Lindeman Australia/Melbourne Australia/NSW Australia/Queensland
  Australia/Sydney Australia/Tasmania Australia/Victoria
NZST+12 NZDT+13:
  Antarctica/McMurdo Antarctica/South_Pole NZ Pacific/Auckland
EET+2:
  Asia/Amman Asia/Damascus Asia/Istanbul Europe/Istanbul Europe/Kaliningrad Europe/Minsk Turkey
IST+5.5:
  Asia/Calcutta Asia/Kolkata
CST+8 CDT+9:
  Asia/Chongqing Asia/Chungking Asia/Harbin Asia/Macao Asia/Macau Asia/Shanghai Asia/Taipei PRC ROC
HKT+8:
  Asia/Hong_Kong Hongkong
WIB+7:
  Asia/Jakarta Asia/Pontianak
WIT+9:
  Asia/Jayapura
IST+2 IDT+3:
  Asia/Jerusalem Asia/Tel_Aviv Israel
PKT+5 PKST+6:
  Asia/Karachi
WITA+8:
  Asia/Makassar Asia/Ujung_Pandang
PST+8 PDT+9:
  Asia/Manila
KST+8.5 KST+9:
  Asia/Pyongyang Asia/Seoul ROK
JST+9:
  Asia/Tokyo Japan
WEST+1:
  Atlantic/Azores
WET+0 WEST+1 CEST+2:
  Atlantic/Canary Atlantic/Faeroe Atlantic/Faroe Atlantic/Madeira Europe/Lisbon Portugal WET
ACST+9.5 ACDT+10.5:
  Australia/Adelaide Australia/Broken_Hill Australia/Darwin Australia/North Australia/South
  Australia/Yancowinna
AWST+8 AWDT+9:
  Australia/Perth Australia/West
GMT+0 IST+1:
  Eire Europe/Dublin
GMT+0 BST+1:
  Europe/Belfast Europe/Guernsey Europe/Isle_of_Man Europe/Jersey Europe/London GB GB-Eire
EET+2 MSK+3 MSK+4:
  Europe/Kirov Europe/Moscow Europe/Simferopol W-SU
MSK+3:
  Europe/Volgograd
MET+1 MEST+2:
  MET
ChST+10:
  Pacific/Guam Pacific/Saipan
SST-11:
  Pacific/Midway Pacific/Pago_Pago Pacific/Samoa US/Samoa
`;

type Names = ReadonlyMap<number, string>;

let known: ReadonlyMap<string, Names> | undefined;

/** What an offset, in seconds east of UTC, is called in a zone. */
export function abbreviationOf(zone: string, offset: number): string {
  known ??= readGroups();
  return known.get(zone)?.get(offset) ?? numericName(offset);
}

/** `+03`, `-0330`; the mean solar time of a place, before it had a zone, is `LMT`. */
function numericName(offset: number): string {
  const minutes = Math.abs(offset) / 60;
  if (!Number.isInteger(minutes)) return 'LMT';
  const hours = String(Math.floor(minutes / 60)).padStart(2, '0');
  const rest = minutes % 60 === 0 ? '' : String(minutes % 60).padStart(2, '0');
  return `${offset < 0 ? '-' : '+'}${hours}${rest}`;
}

function readGroups(): ReadonlyMap<string, Names> {
  const zones = new Map<string, Names>();
  let names: Names = new Map();
  for (const line of groups.split('\n')) {
    if (line.endsWith(':')) names = readNames(line.slice(0, -1));
    else for (const zone of line.trim().split(' ')) zones.set(zone, names);
  }
  return zones;
}

/** `CET+1 CEST+2`, by seconds. */
function readNames(line: string): Names {
  const pairs = [...line.matchAll(/([A-Za-z]+)([+-][\d.]+)/g)];
  return new Map(pairs.map(([, name = '', hours]) => [Number(hours) * 3600, name]));
}
