#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "intake/users_csv_impl.h"
#include "cxbak/util/mem.h"
#include "cxbak/util/text.h"
#include "cxbak/intake/users_csv.h"
#include "users_help.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static const struct test_user people[] = {
    {{"007", "James", "Bindle", "james@example.com", NULL, "0555007"}, NULL},
    {{"200", "Martin", "Alder", "martin@example.com", "+15550100", NULL}, NULL},
    {{"210", "Priya", "Raman", "priya@example.com", NULL, NULL}, NULL},
    {{"211", "Priya", "Raman", "Priya@Example.com ", NULL, NULL}, NULL},
    {{"300", "One", "Twice", NULL, NULL, NULL}, NULL},
    {{"300", "Two", "Twice", NULL, NULL, NULL}, NULL},
    {{"400", "[clear]", " ", NULL, NULL, NULL}, NULL},
};

/* What comes of a file. */
struct outcome {
    struct backup b;
    struct csv *csv;
    struct users_csv u;
    struct changes c;
    struct err e;
    int rc;
};

static void
import(struct outcome *o, const char *text,
       const struct users_csv_options *wish)
{
    static const struct users_csv_options none = {0};
    struct err e = ERR_INIT;

    memset(o, 0, sizeof(*o));
    o->b = users_backup("20.0.8.1109", people, COUNT(people));
    o->rc = csv_read(&o->csv, "u.csv", (const uint8_t *)text, strlen(text),
                     NULL, &o->e);
    assert_int_equal(o->rc, ST_OK);
    o->rc = users_csv_read(&o->u, &o->c, o->csv, "u.csv", &o->b,
                           wish != NULL ? wish : &none, &o->e);
    assert_int_equal(change_settle(&o->c, &o->b, NULL, &e), ST_OK);
}

static void
finish(struct outcome *o)
{
    users_csv_free(&o->u);
    csv_free(o->csv);
    change_free(&o->c);
    users_free(&o->b);
    err_free(&o->e);
}

/* The file has this one error. */
static void
assert_error(const char *text, const struct users_csv_options *wish,
             size_t line, size_t column, const char *says)
{
    struct outcome o;

    import(&o, text, wish);
    assert_int_equal(o.rc, ST_OK);
    assert_int_equal(o.csv->errors.count, 1);
    assert_int_equal(o.csv->errors.list[0].line, line);
    assert_int_equal(o.csv->errors.list[0].column, column);
    assert_non_null(strstr(o.csv->errors.list[0].text, says));
    finish(&o);
}

/* The file makes these changes, written as "NUMBER.Key=value;". */
static void
assert_changes(const char *text, const struct users_csv_options *wish,
               const char *want)
{
    struct buf b = BUF_INIT;
    struct outcome o;
    size_t i;

    import(&o, text, wish);
    assert_int_equal(o.rc, ST_OK);
    assert_int_equal(o.csv->errors.count, 0);
    for (i = 0; i < o.c.count; i++)
        buf_printf(&b, "%s.%s=%s;",
                   user_text(&o.b.database->users[o.c.list[i].edit.user],
                             FIELD_NUMBER),
                   field_info(o.c.list[i].edit.field)->key,
                   o.c.list[i].edit.text);
    assert_string_equal(buf_str(&b), want);
    buf_free(&b);
    finish(&o);
}

static void
test_changes(void **state)
{
    (void)state;
    assert_changes("Number,FirstName\n200,Noelle\n007,Jim\n", NULL,
                   "007.FirstName=Jim;200.FirstName=Noelle;");
    assert_changes("first name,EXT.\nNoelle, 200 \n", NULL,
                   "200.FirstName=Noelle;");
    /* Blank keeps, also what Unicode calls blank; [clear] erases. */
    assert_changes("Ext,First Name,Last Name,E-mail,Mobile,Caller ID\n"
                   "200, ,\u00A0\u3000,[clear], [CLEAR] ,\n",
                   NULL, "200.EmailAddress=;200.MobileNumber=;");
    /* A value that is there already is no change, whatever it looks like. */
    assert_changes("Number,FirstName,LastName\n400,[clear], \n", NULL, "");
    /* Composed and decomposed letters are the same to a reader. */
    assert_changes("Number,LastName\n200,Mu\u0308ller\n", NULL,
                   "200.LastName=M\u00FCller;");
}

/* Rows that change nothing are counted. */
static void
test_unchanged(void **state)
{
    struct outcome o;

    (void)state;
    import(&o, "Number,LastName,Mobile\n200,Alder,\n007,,\n210,x,\n", NULL);
    assert_int_equal(o.c.count, 1);
    assert_int_equal(o.c.unchanged, 2);
    finish(&o);
}

static void
test_key_email(void **state)
{
    static const struct users_csv_options by_email = {
        .keys = {USERCSV_BY_EMAIL}, .key_count = 1};

    (void)state;
    assert_changes("Email,LastName\n MARTIN@example.COM ,Newman\n", &by_email,
                   "200.LastName=Newman;");
    assert_changes("Email,LastName,Ext\nmartin@example.com,Newman,200\n",
                   &by_email, "200.LastName=Newman;");
    assert_error("Email,LastName,Ext\nmartin@example.com,Newman,201\n",
                 &by_email, 2, 27, "extension 200, not of 201");
    assert_error("Email,LastName\npriya@example.com,x\n", &by_email, 2, 1,
                 "210 and 211");
    assert_error("LastName,Email\nx,who@example.com\n", &by_email, 2, 3,
                 "no user has the address");
    assert_error("LastName,Email\nx,\n", &by_email, 2, 3, "no address");
}

static void
test_whom(void **state)
{
    (void)state;
    assert_error("Number,LastName\n999,x\n", NULL, 2, 1, "no extension");
    assert_error("Number,LastName\n7,x\n", NULL, 2, 1, "may be 007");
    assert_error("Number,LastName\n200.0,x\n", NULL, 2, 1, "may be 200");
    assert_error("Number,LastName\n200,\n\n200,x\n", NULL, 4, 1,
                 "200 again, which row 2 has already");
    assert_error("Number,LastName\n300,x\n", NULL, 2, 1, "2 users");
    assert_error("Number,LastName\n,x\n", NULL, 2, 1, "no extension");
}

static void
test_damage(void **state)
{
    static const struct users_csv_options accept = {.accept_damage = true};

    (void)state;
    assert_error("Ext,Caller ID\n007,555007\n", NULL, 2, 5, "zeros");
    assert_error("Ext,Mobile\n200,15550100\n", NULL, 2, 5, "leading +");
    assert_error("Ext,Mobile\n210,1.8E+10\n", NULL, 2, 5, "has no value");
    assert_changes("Ext,Mobile\n200,15550100\n", &accept,
                   "200.MobileNumber=15550100;");
    assert_changes("Ext,Mobile\n200,\"=\"\"15550100\"\"\"\n", NULL,
                   "200.MobileNumber=15550100;");
}

static void
test_lost_letters(void **state)
{
    static const struct {
        const char *old, *cell;
        bool nearest, lost;
    } cases[] = {
        {"\u0141ukasz", "?ukasz", false, true},
        {"\u0141ukasz", "Lukasz", false, false},
        {"\u0141ukasz", "Lukasz", true, true},
        {"\u0141ukasz", "\u0141ukasz", true, false},
        {"\u0141ukasz", "?ukas", true, false},
        {"\u0141ukasz", "?ukaszz", true, false},
        {"M\u00FCller", "M?ller", true, false},
        {"M\u00FCller", "Mueller", true, false},
        {"O\u2019Brien", "O?Brien", true, false},
        {"\u4F50\u85E4", "??", false, true},
        {"\U0001F600 x", "?? x", false, true},
        {"\U0001F600 x", "? x", false, true},
        {"", "?", true, false},
        {"x", "", true, false},
        {"?", "?", true, false},
    };
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(cases); i++)
        assert_int_equal(users_csv_lost_letters(cases[i].old, cases[i].cell,
                                                cases[i].nearest),
                         cases[i].lost);
}

static void
test_oddities(void **state)
{
    struct outcome o;

    (void)state;
    import(&o, "Ext,Mobile\n200,15559999\n210,15550000\n", NULL);
    assert_int_equal(o.csv->errors.count, 0);
    assert_int_equal(o.u.oddities.count, 2);
    assert_int_equal(o.u.oddities.list[0].line, 2);
    assert_non_null(strstr(o.u.oddities.list[0].text, "the value before"));
    assert_int_equal(o.u.oddities.list[1].line, 3);
    assert_non_null(strstr(o.u.oddities.list[1].text, "most others"));
    assert_int_equal(o.c.count, 2);
    finish(&o);
}

/* What comes of rows, and that one with an error leaves nothing behind. */
static void
test_fates(void **state)
{
    static const struct users_csv_options wishes[] = {
        {.skip_unknown = true}, {.skip_bad = true}, {.keep_damaged = true}};
    static const struct users_csv_counts want[] = {
        {5, 1, 0, 1, 3}, {5, 1, 0, 4, 0}, {5, 1, 1, 0, 3}};
    struct users_csv_counts n;
    struct outcome o;
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(wishes); i++) {
        import(&o,
               "Ext,LastName,Mobile,Email\n007,New,,\n999,x,,\n"
               "200,,15550100,\n210,y,,a@b@c\n211\n",
               &wishes[i]);
        users_csv_count(&o.u, &o.c, &n);
        assert_memory_equal(&n, &want[i], sizeof(n));
        assert_int_equal(o.c.count, 1);
        assert_int_equal(o.csv->errors.count > 0, want[i].refused > 0);
        finish(&o);
    }
}

/* What the digits do not prove is not kept. */
static void
test_keep(void **state)
{
    static const struct users_csv_options keep = {.keep_damaged = true};

    (void)state;
    assert_changes("Ext,Mobile,Caller ID\n200,1.6E+7,\n007,,555007\n", &keep,
                   "");
    assert_error("Ext,Mobile\n200,1.9E+10\n", &keep, 2, 5, "correct the cell");
    assert_error("Ext,Mobile\n200,#####\n", &keep, 2, 5, "correct the cell");
}

static void
test_rules(void **state)
{
    static const char *const codes[] = {"email-syntax"};
    static const struct users_csv_options accept = {.accepted = codes,
                                                    .accepted_count = 1};

    (void)state;
    assert_error("Number,LastName,Email\n200,x,a@b@c\n", NULL, 2, 7,
                 "[email-syntax]");
    assert_changes("Number,Email\n200,a@b@c\n", &accept,
                   "200.EmailAddress=a@b@c;");
    assert_error("Number,LastName\n200,a\001b\n", NULL, 2, 5,
                 "U+0001 at position 2");
}

static void
test_header(void **state)
{
    static const struct {
        const char *header;
        enum users_csv_key key;
        const char *says;
        enum hint hint;
    } cases[] = {
        {"FirstName,LastName", USERCSV_BY_NUMBER, "names the extension",
         HINT_MAP_NUMBER},
        {"Number,Shoe", USERCSV_BY_NUMBER, "anything to change", HINT_MAP_ANY},
        {"Number,Email", USERCSV_BY_EMAIL, "anything to change", HINT_MAP_ANY},
        {"Number,LastName", USERCSV_BY_EMAIL, "by which users are to be found",
         HINT_MAP_EMAIL},
        {"Number,Email,x,E-mail", USERCSV_BY_NUMBER,
         "u.csv:1:16: ", HINT_MAP_ONE},
    };
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(cases); i++) {
        struct users_csv_options wish = {.keys = {cases[i].key},
                                         .key_count = 1};
        struct outcome o;

        import(&o, cases[i].header, &wish);
        assert_int_equal(o.rc, ST_REFUSED);
        assert_non_null(strstr(o.e.msg, cases[i].says));
        assert_int_equal(o.e.hint, cases[i].hint);
        finish(&o);
    }
}

static void
test_columns(void **state)
{
    struct outcome o;

    (void)state;
    import(&o,
           "Number,AuthID,,Avatar,LastName,,\"Two\nlines\"\n"
           "200,x,,a.png,y,filled,\n",
           NULL);
    assert_int_equal(o.rc, ST_OK);
    assert_string_equal(o.u.ignored, "AuthID, the unnamed 6. one, Two\nlines");
    assert_int_equal(o.u.avatar, 3);
    assert_int_equal(o.u.column[FIELD_LAST], 4);
    assert_int_equal(o.u.column[FIELD_FIRST], SIZE_MAX);
    assert_int_equal(o.u.row_of[1], 0);
    assert_int_equal(o.u.row_of[0], SIZE_MAX);
    finish(&o);
}

static void
test_maps(void **state)
{
    static const char *const bad[] = {"x", "=last", "x=", "x=shoe",
                                      "a=last,b=shoe"};
    struct err e = ERR_INIT;
    struct users_csv_maps maps = {.list = NULL};
    struct users_csv_options wish = {0};
    struct outcome o;
    size_t i;

    (void)state;
    assert_int_equal(users_csv_map_parse(&maps, "a = b=Last Name", &e), ST_OK);
    assert_string_equal(maps.list[0].column, "a = b");
    assert_int_equal(maps.list[0].field, FIELD_LAST);
    wish.maps = maps.list;
    wish.map_count = 1;
    assert_changes("Number,LastName,A = B\n200,x,y\n", &wish,
                   "200.LastName=y;");
    import(&o, "Number,LastName\n200,x\n", &wish);
    assert_int_equal(o.rc, ST_REFUSED);
    assert_non_null(strstr(o.e.msg, "(row 1 has Number and LastName)"));
    finish(&o);

    assert_int_equal(users_csv_map_parse(&maps, "b=last", &e), ST_OK);
    wish.maps = maps.list;
    wish.map_count = 2;
    import(&o, "Number,a = b,b\n200,x,y\n", &wish);
    assert_int_equal(o.rc, ST_USAGE);
    finish(&o);
    users_csv_maps_free(&maps);

    /* Several, a comma in a name, letters, both names, and none. */
    assert_int_equal(
        users_csv_map_parse(&maps, "Name, first=first,B=mobile,Who=name,Tel=-",
                            &e),
        ST_OK);
    assert_int_equal(maps.count, 4);
    assert_string_equal(maps.list[0].column, "Name, first");
    assert_int_equal(maps.list[2].sense, USERCSV_NAME);
    assert_int_equal(maps.list[3].sense, USERCSV_UNUSED);
    wish.maps = maps.list + 1;
    wish.map_count = 1;
    assert_changes("Number,Telefon\n200,+1234567\n", &wish,
                   "200.MobileNumber=+1234567;");
    users_csv_maps_free(&maps);
    for (i = 0; i < COUNT(bad); i++) {
        assert_int_equal(users_csv_map_parse(&maps, bad[i], &e), ST_USAGE);
        err_free(&e);
        users_csv_maps_free(&maps);
    }
    assert_int_equal(
        users_csv_map_file(&maps, "# HR\r\n\r\nA=number\r\nb\n", "m.txt", &e),
        ST_USAGE);
    assert_int_equal(maps.count, 1);
    assert_true(strncmp(e.msg, "m.txt:4: ", 9) == 0);
    users_csv_maps_free(&maps);
    err_free(&e);
}

/* Names in several languages, and what may be a part of the name or all. */
static void
test_aliases(void **state)
{
    static const struct users_csv_options by_name = {.keys = {USERCSV_BY_NAME},
                                                     .key_count = 1};
    struct outcome o;

    (void)state;
    assert_changes("Durchwahl;Vorname;Name;Handy-Nr.\n200;A;B;+1234567\n", NULL,
                   "200.FirstName=A;200.LastName=B;200.MobileNumber=+1234567;");
    assert_changes("numer wewn\u0119trzny,IMI\u0118,nazwisko\n200,A,B\n", NULL,
                   "200.FirstName=A;200.LastName=B;");
    assert_changes("Ramal,Nome,Sobrenome\n200,A,B\n", NULL,
                   "200.FirstName=A;200.LastName=B;");
    /* Alone it is the whole name, which is a key or nothing. */
    import(&o, "Ext,Nombre,Correo\n200,Ana Gil,a@b.example\n", NULL);
    assert_int_equal(o.c.count, 1);
    assert_string_equal(o.u.ignored, "Nombre");
    finish(&o);
    assert_changes("Name;E-Mail\n\"ALDER, Martin\";a@b.example\n", &by_name,
                   "200.EmailAddress=a@b.example;");
    import(&o, "Ext,Moblie,Phone\n200,x,y\n", NULL);
    assert_int_equal(o.rc, ST_REFUSED);
    assert_non_null(strstr(o.e.msg, "did you mean \"Mobile\""));
    assert_int_equal(o.e.hint, HINT_MAP_OR_NOT);
    finish(&o);
    /* A second column of the kind, and one of the console, are no slips. */
    import(&o, "Ext,Mobile,Mobile2,Model\n200,,x,y\n", NULL);
    assert_int_equal(o.rc, ST_OK);
    assert_string_equal(o.u.ignored, "Mobile2, Model");
    finish(&o);
}

static void
test_keys(void **state)
{
    static const struct users_csv_options all = {
        .keys = {USERCSV_BY_NUMBER, USERCSV_BY_EMAIL, USERCSV_BY_NAME},
        .key_count = 3};
    static const struct users_csv_options by_name = {.keys = {USERCSV_BY_NAME},
                                                     .key_count = 1};
    struct users_csv_options o = {0};
    struct err e = ERR_INIT;

    (void)state;
    assert_changes("First,Last,Mobile\nBINDLE,James,0555008\n", &by_name,
                   "007.MobileNumber=0555008;");
    assert_error("First,Last,Mobile\nPriya,Raman,1\n", &by_name, 2, 7,
                 "210 and 211");
    assert_error("First,Last,Mobile\nNo,Body,1\n", &by_name, 2, 4,
                 "no user has the name \"No Body\"");
    assert_error("First,Last,Mobile\n,,1\n", &by_name, 2, 2, "no name");
    assert_changes(
        "Ext,Email,First,Last,Mobile\n200,,,,0555001\n"
        ",james@example.com,Jim,,0555002\n"
        ",new@example.com,No,Body,\n",
        &(struct users_csv_options){
            .keys = {USERCSV_BY_NUMBER, USERCSV_BY_EMAIL, USERCSV_BY_NAME},
            .key_count = 3,
            .skip_bad = true},
        "007.FirstName=Jim;007.MobileNumber=0555002;"
        "200.MobileNumber=0555001;");
    /* An address that is new is a change, where the name finds the user. */
    assert_changes("Ext,Email,First,Last\n,new@example.com,Martin,Alder\n",
                   &all, "200.EmailAddress=new@example.com;");
    assert_error("Ext,Email,First,Last\n999,martin@example.com,,\n", &all, 2, 1,
                 "that of extension 200, not of 999");
    assert_int_equal(users_csv_keys_parse(&o, "name, number", &e), ST_OK);
    assert_int_equal(o.key_count, 2);
    assert_int_equal(o.keys[0], USERCSV_BY_NAME);
    assert_int_equal(users_csv_keys_parse(&o, "name,name", &e), ST_USAGE);
    err_free(&e);
    assert_int_equal(users_csv_keys_parse(&o, "shoe", &e), ST_USAGE);
    err_free(&e);
    assert_int_equal(users_csv_keys_parse(&o, ",", &e), ST_USAGE);
    err_free(&e);
}

static void
test_trim(void **state)
{
    static const struct users_csv_options keep = {.no_trim = true};
    struct outcome o;

    (void)state;
    assert_changes("Ext,LastName\n200, Alder\u00A0\n", NULL, "");
    assert_changes("Ext,LastName\n200, New \n", &keep, "200.LastName= New ;");
    import(&o, "Ext,LastName,Mobile\n200, New , +1234567\n", NULL);
    assert_int_equal(o.u.trimmed, 2);
    assert_string_equal(o.c.list[0].edit.text, "New");
    finish(&o);
}

/* Any text as the file's cells: no crash, and a value is either taken as it
 * is, or refused, or kept. */
static void
test_random(void **state)
{
    static const char *const pieces[] = {
        "200",         "\"", ",",      ";",       "\n",      "\r",
        "=\"",         "+1", "0",      "[clear]", "E+1",     "\u0141",
        "?",           " ",  "Number", "Email",   "007",     "Mobile",
        "x@y.example", "\t", "\001",   "\xC3",    "LastName"};
    unsigned seed = (unsigned)time(NULL);
    int round;

    (void)state;
    print_message("seed %u\n", seed);
    for (round = 0; round < 3000; round++) {
        struct users_csv_options wish = {.keys = {rand_r(&seed) % 2 == 0
                                                      ? USERCSV_BY_NUMBER
                                                      : USERCSV_BY_EMAIL},
                                         .key_count = 1};
        struct backup b = users_backup("20", people, COUNT(people));
        struct buf text = BUF_INIT;
        struct users_csv u = {0};
        struct changes c = {0};
        struct csv *csv = NULL;
        struct err e = ERR_INIT;
        int n = rand_r(&seed) % 40;

        buf_adds(&text, "Number,Email,LastName,Mobile\n");
        while (n-- > 0)
            buf_adds(&text, pieces[(size_t)rand_r(&seed) % COUNT(pieces)]);
        if (csv_read(&csv, "u.csv", text.data, text.len, NULL, &e) == ST_OK)
            users_csv_read(&u, &c, csv, "u.csv", &b, &wish, &e);
        users_csv_free(&u);
        csv_free(csv);
        change_free(&c);
        err_free(&e);
        buf_free(&text);
        users_free(&b);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_changes),   cmocka_unit_test(test_unchanged),
        cmocka_unit_test(test_key_email), cmocka_unit_test(test_whom),
        cmocka_unit_test(test_damage),    cmocka_unit_test(test_lost_letters),
        cmocka_unit_test(test_oddities),  cmocka_unit_test(test_rules),
        cmocka_unit_test(test_header),    cmocka_unit_test(test_columns),
        cmocka_unit_test(test_maps),      cmocka_unit_test(test_random),
        cmocka_unit_test(test_fates),     cmocka_unit_test(test_keep),
        cmocka_unit_test(test_aliases),   cmocka_unit_test(test_keys),
        cmocka_unit_test(test_trim),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
