/*
 * Names of columns in the languages of Europe, as people write them.  A name
 * that may mean something else in a list of people, such as Telefon, is not
 * here: then the user says what it is.
 */
#include <stdlib.h>
#include <string.h>

#include "intake/header_alias_impl.h"
#include "cxbak/intake/users_csv.h"
#include "cxbak/people/console_csv.h"
#include "cxbak/util/buf.h"
#include "cxbak/util/mem.h"
#include "cxbak/util/text.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* Shorter names differ from a known one by one letter at most. */
#define LONG_NAME 6

/* Still shorter ones are too near to each other. */
#define SHORT_NAME 4

static const struct alias {
    const char *name;
    enum header_sense sense;
    enum field field;
} aliases[] = {
    /* clang-format off */
    /* Extensions, in English, German, French, Spanish, Italian, Dutch,
     * Portuguese and Polish, as below. */
    {"Ext no", HEADER_FIELD, FIELD_NUMBER},
    {"Ext. no.", HEADER_FIELD, FIELD_NUMBER},
    {"Extension no.", HEADER_FIELD, FIELD_NUMBER},
    {"Extension number", HEADER_FIELD, FIELD_NUMBER},
    {"Ext number", HEADER_FIELD, FIELD_NUMBER},
    {"Internal number", HEADER_FIELD, FIELD_NUMBER},
    {"Internal extension", HEADER_FIELD, FIELD_NUMBER},
    {"Phone extension", HEADER_FIELD, FIELD_NUMBER},
    {"Extn", HEADER_FIELD, FIELD_NUMBER},
    {"Extn.", HEADER_FIELD, FIELD_NUMBER},
    {"Durchwahl", HEADER_FIELD, FIELD_NUMBER},
    {"Durchwahlnummer", HEADER_FIELD, FIELD_NUMBER},
    {"Nebenstelle", HEADER_FIELD, FIELD_NUMBER},
    {"Nebenstellennummer", HEADER_FIELD, FIELD_NUMBER},
    {"Nst.", HEADER_FIELD, FIELD_NUMBER},
    {"DW", HEADER_FIELD, FIELD_NUMBER},
    {"Klappe", HEADER_FIELD, FIELD_NUMBER},
    {"Interne Nummer", HEADER_FIELD, FIELD_NUMBER},
    {"Interne Rufnummer", HEADER_FIELD, FIELD_NUMBER},
    {"Rufnummer intern", HEADER_FIELD, FIELD_NUMBER},
    {"Nr. intern", HEADER_FIELD, FIELD_NUMBER},
    {"Telefon intern", HEADER_FIELD, FIELD_NUMBER},
    {"Tel. intern", HEADER_FIELD, FIELD_NUMBER},
    {"Durchwahl-Nr.", HEADER_FIELD, FIELD_NUMBER},
    {"Interne Durchwahl", HEADER_FIELD, FIELD_NUMBER},
    {"Poste", HEADER_FIELD, FIELD_NUMBER},
    {"Numéro de poste", HEADER_FIELD, FIELD_NUMBER},
    {"N° de poste", HEADER_FIELD, FIELD_NUMBER},
    {"N° poste", HEADER_FIELD, FIELD_NUMBER},
    {"Numéro interne", HEADER_FIELD, FIELD_NUMBER},
    {"Poste téléphonique", HEADER_FIELD, FIELD_NUMBER},
    {"Extensión", HEADER_FIELD, FIELD_NUMBER},
    {"Número de extensión", HEADER_FIELD, FIELD_NUMBER},
    {"Núm. de extensión", HEADER_FIELD, FIELD_NUMBER},
    {"Interno", HEADER_FIELD, FIELD_NUMBER},
    {"Número interno", HEADER_FIELD, FIELD_NUMBER},
    {"Anexo", HEADER_FIELD, FIELD_NUMBER},
    {"Numero interno", HEADER_FIELD, FIELD_NUMBER},
    {"Num. interno", HEADER_FIELD, FIELD_NUMBER},
    {"N. interno", HEADER_FIELD, FIELD_NUMBER},
    {"Toestel", HEADER_FIELD, FIELD_NUMBER},
    {"Toestelnummer", HEADER_FIELD, FIELD_NUMBER},
    {"Intern nummer", HEADER_FIELD, FIELD_NUMBER},
    {"Doorkiesnummer", HEADER_FIELD, FIELD_NUMBER},
    {"Extensie", HEADER_FIELD, FIELD_NUMBER},
    {"Ramal", HEADER_FIELD, FIELD_NUMBER},
    {"Número do ramal", HEADER_FIELD, FIELD_NUMBER},
    {"Extensão", HEADER_FIELD, FIELD_NUMBER},
    {"Número de extensão", HEADER_FIELD, FIELD_NUMBER},
    {"Numer wewnętrzny", HEADER_FIELD, FIELD_NUMBER},
    {"Nr wewnętrzny", HEADER_FIELD, FIELD_NUMBER},
    {"Wewnętrzny", HEADER_FIELD, FIELD_NUMBER},
    {"Telefon wewnętrzny", HEADER_FIELD, FIELD_NUMBER},
    /* First names. */
    {"Given name", HEADER_FIELD, FIELD_FIRST},
    {"Given names", HEADER_FIELD, FIELD_FIRST},
    {"Forename", HEADER_FIELD, FIELD_FIRST},
    {"Christian name", HEADER_FIELD, FIELD_FIRST},
    {"Firstname", HEADER_FIELD, FIELD_FIRST},
    {"Vorname", HEADER_FIELD, FIELD_FIRST},
    {"Vornamen", HEADER_FIELD, FIELD_FIRST},
    {"Rufname", HEADER_FIELD, FIELD_FIRST},
    {"Prénom", HEADER_FIELD, FIELD_FIRST},
    {"Prénoms", HEADER_FIELD, FIELD_FIRST},
    {"Nombre", HEADER_PART, FIELD_FIRST},
    {"Nombre de pila", HEADER_FIELD, FIELD_FIRST},
    {"Nombres", HEADER_FIELD, FIELD_FIRST},
    {"Primer nombre", HEADER_FIELD, FIELD_FIRST},
    {"Nome", HEADER_PART, FIELD_FIRST},
    {"Nome di battesimo", HEADER_FIELD, FIELD_FIRST},
    {"Voornaam", HEADER_FIELD, FIELD_FIRST},
    {"Roepnaam", HEADER_FIELD, FIELD_FIRST},
    {"Voornamen", HEADER_FIELD, FIELD_FIRST},
    {"Primeiro nome", HEADER_FIELD, FIELD_FIRST},
    {"Nome próprio", HEADER_FIELD, FIELD_FIRST},
    {"Imię", HEADER_FIELD, FIELD_FIRST},
    {"Imiona", HEADER_FIELD, FIELD_FIRST},
    /* Last names. */
    {"Surname", HEADER_FIELD, FIELD_LAST},
    {"Family name", HEADER_FIELD, FIELD_LAST},
    {"Lastname", HEADER_FIELD, FIELD_LAST},
    {"Nachname", HEADER_FIELD, FIELD_LAST},
    {"Familienname", HEADER_FIELD, FIELD_LAST},
    {"Zuname", HEADER_FIELD, FIELD_LAST},
    {"Name", HEADER_PART, FIELD_LAST},
    {"Nom", HEADER_PART, FIELD_LAST},
    {"Nom de famille", HEADER_FIELD, FIELD_LAST},
    {"Naam", HEADER_PART, FIELD_LAST},
    {"Apellido", HEADER_FIELD, FIELD_LAST},
    {"Apellidos", HEADER_FIELD, FIELD_LAST},
    {"Primer apellido", HEADER_FIELD, FIELD_LAST},
    {"Cognome", HEADER_FIELD, FIELD_LAST},
    {"Achternaam", HEADER_FIELD, FIELD_LAST},
    {"Familienaam", HEADER_FIELD, FIELD_LAST},
    {"Apelido", HEADER_FIELD, FIELD_LAST},
    {"Apelidos", HEADER_FIELD, FIELD_LAST},
    {"Sobrenome", HEADER_FIELD, FIELD_LAST},
    {"Último nome", HEADER_FIELD, FIELD_LAST},
    {"Nazwisko", HEADER_FIELD, FIELD_LAST},
    /* Both. */
    {"Full name", HEADER_WHOLE, FIELD_COUNT},
    {"Display name", HEADER_WHOLE, FIELD_COUNT},
    {"Vollständiger Name", HEADER_WHOLE, FIELD_COUNT},
    {"Anzeigename", HEADER_WHOLE, FIELD_COUNT},
    {"Nom complet", HEADER_WHOLE, FIELD_COUNT},
    {"Nombre completo", HEADER_WHOLE, FIELD_COUNT},
    {"Nome completo", HEADER_WHOLE, FIELD_COUNT},
    {"Volledige naam", HEADER_WHOLE, FIELD_COUNT},
    {"Imię i nazwisko", HEADER_WHOLE, FIELD_COUNT},
    /* Addresses. */
    {"Mail", HEADER_FIELD, FIELD_EMAIL},
    {"Mail address", HEADER_FIELD, FIELD_EMAIL},
    {"E-mail adress", HEADER_FIELD, FIELD_EMAIL},
    {"Email ID", HEADER_FIELD, FIELD_EMAIL},
    {"Work email", HEADER_FIELD, FIELD_EMAIL},
    {"Business email", HEADER_FIELD, FIELD_EMAIL},
    {"Primary email", HEADER_FIELD, FIELD_EMAIL},
    {"Company email", HEADER_FIELD, FIELD_EMAIL},
    {"Office email", HEADER_FIELD, FIELD_EMAIL},
    {"Mailadresse", HEADER_FIELD, FIELD_EMAIL},
    {"E-Mail-Adresse", HEADER_FIELD, FIELD_EMAIL},
    {"E-Mail dienstlich", HEADER_FIELD, FIELD_EMAIL},
    {"E-Mail geschäftlich", HEADER_FIELD, FIELD_EMAIL},
    {"Emailadresse", HEADER_FIELD, FIELD_EMAIL},
    {"Courriel", HEADER_FIELD, FIELD_EMAIL},
    {"Adresse e-mail", HEADER_FIELD, FIELD_EMAIL},
    {"Adresse électronique", HEADER_FIELD, FIELD_EMAIL},
    {"Adresse mail", HEADER_FIELD, FIELD_EMAIL},
    {"Mél", HEADER_FIELD, FIELD_EMAIL},
    {"Correo", HEADER_FIELD, FIELD_EMAIL},
    {"Correo electrónico", HEADER_FIELD, FIELD_EMAIL},
    {"Dirección de correo", HEADER_FIELD, FIELD_EMAIL},
    {"Dirección de correo electrónico", HEADER_FIELD, FIELD_EMAIL},
    {"Posta elettronica", HEADER_FIELD, FIELD_EMAIL},
    {"Indirizzo e-mail", HEADER_FIELD, FIELD_EMAIL},
    {"Indirizzo di posta elettronica", HEADER_FIELD, FIELD_EMAIL},
    {"E-mailadres", HEADER_FIELD, FIELD_EMAIL},
    {"Mailadres", HEADER_FIELD, FIELD_EMAIL},
    {"Endereço de e-mail", HEADER_FIELD, FIELD_EMAIL},
    {"Correio eletrónico", HEADER_FIELD, FIELD_EMAIL},
    {"Endereço eletrônico", HEADER_FIELD, FIELD_EMAIL},
    {"Correio eletrônico", HEADER_FIELD, FIELD_EMAIL},
    {"Adres e-mail", HEADER_FIELD, FIELD_EMAIL},
    {"Poczta elektroniczna", HEADER_FIELD, FIELD_EMAIL},
    {"Adres poczty elektronicznej", HEADER_FIELD, FIELD_EMAIL},
    /* Mobile numbers. */
    {"Mobile phone", HEADER_FIELD, FIELD_MOBILE},
    {"Mobile no.", HEADER_FIELD, FIELD_MOBILE},
    {"Mobile phone number", HEADER_FIELD, FIELD_MOBILE},
    {"Cell", HEADER_FIELD, FIELD_MOBILE},
    {"Cell phone", HEADER_FIELD, FIELD_MOBILE},
    {"Cellphone", HEADER_FIELD, FIELD_MOBILE},
    {"Cell number", HEADER_FIELD, FIELD_MOBILE},
    {"Cellular", HEADER_FIELD, FIELD_MOBILE},
    {"Mobile telephone", HEADER_FIELD, FIELD_MOBILE},
    {"Work mobile", HEADER_FIELD, FIELD_MOBILE},
    {"Business mobile", HEADER_FIELD, FIELD_MOBILE},
    {"Company mobile", HEADER_FIELD, FIELD_MOBILE},
    {"Work cell", HEADER_FIELD, FIELD_MOBILE},
    {"Mobil", HEADER_FIELD, FIELD_MOBILE},
    {"Mobilnummer", HEADER_FIELD, FIELD_MOBILE},
    {"Mobiltelefon", HEADER_FIELD, FIELD_MOBILE},
    {"Mobilfunk", HEADER_FIELD, FIELD_MOBILE},
    {"Mobilfunknummer", HEADER_FIELD, FIELD_MOBILE},
    {"Mobilrufnummer", HEADER_FIELD, FIELD_MOBILE},
    {"Handy", HEADER_FIELD, FIELD_MOBILE},
    {"Handynummer", HEADER_FIELD, FIELD_MOBILE},
    {"Handy-Nr.", HEADER_FIELD, FIELD_MOBILE},
    {"Mobil-Nr.", HEADER_FIELD, FIELD_MOBILE},
    {"Telefon mobil", HEADER_FIELD, FIELD_MOBILE},
    {"Tel. mobil", HEADER_FIELD, FIELD_MOBILE},
    {"Mobiltelefonnummer", HEADER_FIELD, FIELD_MOBILE},
    {"Diensthandy", HEADER_FIELD, FIELD_MOBILE},
    {"Firmenhandy", HEADER_FIELD, FIELD_MOBILE},
    {"Natel", HEADER_FIELD, FIELD_MOBILE},
    {"Portable", HEADER_FIELD, FIELD_MOBILE},
    {"Téléphone portable", HEADER_FIELD, FIELD_MOBILE},
    {"Téléphone mobile", HEADER_FIELD, FIELD_MOBILE},
    {"Tél. portable", HEADER_FIELD, FIELD_MOBILE},
    {"Tél. mobile", HEADER_FIELD, FIELD_MOBILE},
    {"Numéro de portable", HEADER_FIELD, FIELD_MOBILE},
    {"GSM", HEADER_FIELD, FIELD_MOBILE},
    {"Móvil", HEADER_FIELD, FIELD_MOBILE},
    {"Teléfono móvil", HEADER_FIELD, FIELD_MOBILE},
    {"Número de móvil", HEADER_FIELD, FIELD_MOBILE},
    {"Celular", HEADER_FIELD, FIELD_MOBILE},
    {"Teléfono celular", HEADER_FIELD, FIELD_MOBILE},
    {"Cellulare", HEADER_FIELD, FIELD_MOBILE},
    {"Telefono cellulare", HEADER_FIELD, FIELD_MOBILE},
    {"Numero di cellulare", HEADER_FIELD, FIELD_MOBILE},
    {"Tel. cellulare", HEADER_FIELD, FIELD_MOBILE},
    {"Mobiel", HEADER_FIELD, FIELD_MOBILE},
    {"Mobiel nummer", HEADER_FIELD, FIELD_MOBILE},
    {"Mobiele telefoon", HEADER_FIELD, FIELD_MOBILE},
    {"Mobiele nummer", HEADER_FIELD, FIELD_MOBILE},
    {"Gsm-nummer", HEADER_FIELD, FIELD_MOBILE},
    {"Telemóvel", HEADER_FIELD, FIELD_MOBILE},
    {"Número de telemóvel", HEADER_FIELD, FIELD_MOBILE},
    {"Telefone celular", HEADER_FIELD, FIELD_MOBILE},
    {"Móvel", HEADER_FIELD, FIELD_MOBILE},
    {"Komórka", HEADER_FIELD, FIELD_MOBILE},
    {"Telefon komórkowy", HEADER_FIELD, FIELD_MOBILE},
    {"Numer komórkowy", HEADER_FIELD, FIELD_MOBILE},
    {"Tel. komórkowy", HEADER_FIELD, FIELD_MOBILE},
    {"Komórkowy", HEADER_FIELD, FIELD_MOBILE},
    /* Caller IDs. */
    {"Outgoing caller ID", HEADER_FIELD, FIELD_CALLERID},
    {"Outgoing number", HEADER_FIELD, FIELD_CALLERID},
    {"Presented number", HEADER_FIELD, FIELD_CALLERID},
    {"Caller number", HEADER_FIELD, FIELD_CALLERID},
    {"Ausgehende Rufnummer", HEADER_FIELD, FIELD_CALLERID},
    {"Abgehende Rufnummer", HEADER_FIELD, FIELD_CALLERID},
    {"Absenderrufnummer", HEADER_FIELD, FIELD_CALLERID},
    {"Angezeigte Rufnummer", HEADER_FIELD, FIELD_CALLERID},
    {"Anzeigenummer", HEADER_FIELD, FIELD_CALLERID},
    {"Numéro présenté", HEADER_FIELD, FIELD_CALLERID},
    {"Numéro sortant", HEADER_FIELD, FIELD_CALLERID},
    {"Identifiant de l'appelant", HEADER_FIELD, FIELD_CALLERID},
    {"Numéro affiché", HEADER_FIELD, FIELD_CALLERID},
    {"Identificador de llamadas", HEADER_FIELD, FIELD_CALLERID},
    {"Número saliente", HEADER_FIELD, FIELD_CALLERID},
    {"ID de llamada saliente", HEADER_FIELD, FIELD_CALLERID},
    {"ID chiamante", HEADER_FIELD, FIELD_CALLERID},
    {"Numero in uscita", HEADER_FIELD, FIELD_CALLERID},
    {"Numero chiamante", HEADER_FIELD, FIELD_CALLERID},
    {"Uitgaand nummer", HEADER_FIELD, FIELD_CALLERID},
    {"Nummerweergave", HEADER_FIELD, FIELD_CALLERID},
    {"Identificador de chamadas", HEADER_FIELD, FIELD_CALLERID},
    {"Número de saída", HEADER_FIELD, FIELD_CALLERID},
    {"Numer prezentowany", HEADER_FIELD, FIELD_CALLERID},
    {"Numer wychodzący", HEADER_FIELD, FIELD_CALLERID},
    /* clang-format on */
};

/* A known name as it is compared. */
struct known {
    char *key;
    const char *name;
    enum header_sense sense;
    enum field field;
};

struct header_names {
    struct known *list;
    size_t count;
    size_t cap;
};

/* The letters and digits of a name, without case and accents. */
static char *
key_of(const char *name)
{
    char *folded, *ascii, *to, *p;

    /* Most names need no tables of Unicode. */
    for (p = ascii = mem_dup(name); (unsigned char)*p - 1U < 0x7F; p++)
        continue;
    if (*p != '\0') {
        folded = text_fold(name);
        free(ascii);
        ascii = text_ascii(folded, NULL);
        free(folded);
    }
    for (p = to = ascii; *p != '\0'; p++) {
        char c = *p >= 'A' && *p <= 'Z' ? (char)(*p + 'a' - 'A') : *p;

        if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z'))
            *to++ = c;
    }
    *to = '\0';
    return ascii;
}

static void
add(struct header_names *h, const char *name, enum header_sense sense,
    enum field f)
{
    if (name == NULL)
        return;
    h->list = mem_grow(h->list, &h->cap, h->count, sizeof(*h->list));
    h->list[h->count++] = (struct known){key_of(name), name, sense, f};
}

/* What the program itself calls the fields that a column can hold. */
static void
add_fields(struct header_names *h)
{
    size_t f, i;

    for (f = 0; f < FIELD_COUNT; f++) {
        const struct field_info *fi = field_info((enum field)f);

        if (f != FIELD_NUMBER && !field_importable((enum field)f))
            continue;
        add(h, fi->key, HEADER_FIELD, (enum field)f);
        add(h, fi->label, HEADER_FIELD, (enum field)f);
        add(h, fi->heading, HEADER_FIELD, (enum field)f);
        add(h, fi->word, HEADER_FIELD, (enum field)f);
        add(h, fi->option, HEADER_FIELD, (enum field)f);
        for (i = 0; i < COUNT(fi->aliases); i++)
            add(h, fi->aliases[i], HEADER_FIELD, (enum field)f);
    }
    add(h, USERCSV_AVATAR, HEADER_PICTURE, FIELD_AVATAR);
}

struct header_names *
header_names_new(void)
{
    struct header_names *h = mem_calloc(1, sizeof(*h));
    size_t i;

    add_fields(h);
    for (i = 0; i < COUNT(aliases); i++)
        add(h, aliases[i].name, aliases[i].sense, aliases[i].field);
    return h;
}

void
header_names_free(struct header_names *h)
{
    size_t i;

    for (i = 0; i < h->count; i++)
        free(h->list[i].key);
    free(h->list);
    free(h);
}

enum header_sense
header_sense(const struct header_names *h, const char *name, enum field *f)
{
    char *key = key_of(name);
    enum header_sense sense = HEADER_UNKNOWN;
    size_t i;

    for (i = 0; i < h->count && *key != '\0'; i++) {
        if (strcmp(h->list[i].key, key) == 0) {
            *f = h->list[i].field;
            sense = h->list[i].sense;
            break;
        }
    }
    free(key);
    return sense;
}

/* Is it one that the console has? */
static bool
is_of_console(const char *name)
{
    size_t n, i;
    const char *const *secrets = console_csv_secrets(&n);
    char *trimmed = text_trim(name);
    bool is = console_csv_is_column(trimmed);

    for (i = 0; i < n; i++)
        is = is || strcmp(secrets[i], trimmed) == 0;
    free(trimmed);
    return is;
}

const char *
header_near(const struct header_names *h, const char *name, enum field *f)
{
    char *key = key_of(name);
    size_t n = strlen(key), best = n < LONG_NAME ? 1 : 2, i;
    const char *near = NULL;

    for (i = 0; i < h->count && n >= SHORT_NAME && !is_of_console(name); i++) {
        const struct known *x = &h->list[i];
        size_t d;

        if (x->sense != HEADER_FIELD || strlen(x->key) < SHORT_NAME)
            continue;
        d = text_distance(key, x->key);
        if (d < best || (d == best && near == NULL)) {
            best = d;
            near = x->name;
            *f = x->field;
        }
    }
    free(key);
    return near;
}
