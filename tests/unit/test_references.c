/* The walk over the database, and references to what is not there. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "cxbak/util/buf.h"
#include "cxbak/backup/mapping_table.h"
#include "cxbak/check/references.h"
#include "cxbak/backup/objects.h"
#include "backup_help.h"

#define HEAD                                                                   \
    "<PhoneSystem><header><version>20.0</version></header>"                    \
    "<mailSettings><mailFrom>a@example.com</mailFrom></mailSettings>"          \
    "<Parameters><Parameter><Value>3</Value><Name>ENL</Name></Parameter>"      \
    "</Parameters><GlobalParameters><gparam name=\"Q\" value=\"5\" />"         \
    "</GlobalParameters><Tenants><Tenant><Name>T</Name>"
#define TAIL "</Tenant></Tenants></PhoneSystem>"

static void
note_thing(void *arg, const struct pbx_object *t)
{
    struct buf *b = arg;
    char *name = object_name(t);
    size_t i;

    buf_printf(b, "%s:", name);
    free(name);
    for (i = 0; i < t->count; i++)
        buf_printf(b, " %s%s=%s%s%s", t->items[i].reference ? "@" : "",
                   t->items[i].element, t->items[i].text,
                   t->items[i].within != NULL ? "/" : "",
                   t->items[i].within != NULL ? t->items[i].within : "");
    buf_addc(b, '\n');
}

/* What the walk says of a document, a line for each thing. */
static void
expect_walk(const char *db, const char *expected)
{
    struct buf b = BUF_INIT;
    struct err e = ERR_INIT;
    struct help_backup h;

    help_open(&h, db, NULL, 0);
    assert_int_equal(objects_visit(h.backup, note_thing, &b, &e), ST_OK);
    assert_string_equal(buf_str(&b), expected);
    buf_free(&b);
    help_close(&h);
}

static void
test_walk(void **state)
{
    (void)state;
    expect_walk(
        HEAD "<Groups><Group><Members><Member DN=\"100\"/></Members>"
             "<Name>Sales</Name></Group><Group><Name>___FAVORITES___100</Name>"
             "</Group></Groups><PhoneBookEntries><PhoneBookEntry><LastName>B"
             "</LastName><FirstName>A</FirstName></PhoneBookEntry>"
             "</PhoneBookEntries><DN><Extension><FirstName>Jo</FirstName>"
             "<Properties><DNProperty><Value>v</Value><Name>P</Name>"
             "</DNProperty></Properties><PhoneDevices><PhoneDevice><MAC>00"
             "</MAC><Settings>s</Settings></PhoneDevice></PhoneDevices>"
             "<FwdProfiles><FwdProfile><R><Internal DN=\"9\"/></R><Name>Away"
             "</Name></FwdProfile></FwdProfiles><Number>100</Number>"
             "</Extension><Queue><Name>Q</Name><Number>801</Number></Queue>"
             "<Odd/></DN>" TAIL,
        "header: version=20.0\n"
        "mail settings: mailFrom=a@example.com\n"
        "parameter ENL: ENL=3\n"
        "global parameter Q: name=Q Q=5\n"
        "group \"Sales\": @Member=100 Name=Sales\n"
        "favourites of extension 100: Name=___FAVORITES___100\n"
        "phone book entry \"A B\": FirstName and LastName=A B LastName=B "
        "FirstName=A\n"
        "extension 100: P=v MAC=00/00 Settings=s/00 @Internal=9/Away "
        "Name=Away/Away FirstName=Jo Number=100\n"
        "queue 801 \"Q\": Name=Q Number=801\n"
        "Odd:\n");
}

/* Elements of those names elsewhere are no things of theirs. */
static void
test_walk_lookalikes(void **state)
{
    (void)state;
    expect_walk("<PhoneSystem><Extension><Number>1</Number></Extension>"
                "<DN><Queue><Number>2</Number></Queue></DN><Tenants><Other>"
                "<DN>x</DN></Other><Tenant><DN><IVR><Extension><Number>3"
                "</Number></Extension></IVR></DN></Tenant></Tenants>"
                "</PhoneSystem>",
                "extension 1: Number=1\nDN: Number=2\nDN: DN=x\n"
                "digital receptionist: Number=3\n");
}

static void
add_thing(void *arg, const struct pbx_object *t)
{
    references_add(arg, t);
}

/* The findings on references, a line each. */
static void
expect_refs(const char *db, const char *mapping, const char *expected)
{
    const struct help_member member = {MAPPING_TABLE_NAME, mapping};
    struct findings f = FINDINGS_INIT;
    struct buf b = BUF_INIT;
    struct err e = ERR_INIT;
    struct references r = {0};
    struct help_backup h;
    size_t i;

    help_open(&h, db, &member, mapping != NULL);
    r.backup = h.backup;
    assert_int_equal(objects_visit(h.backup, add_thing, &r, &e), ST_OK);
    references_report(&r, &f);
    assert_int_equal(references_check_mapping(&r, &f, &e), ST_OK);
    for (i = 0; i < f.count; i++)
        buf_printf(&b, "%s %s: %s%s%s\n", f.list[i].rule->code,
                   f.list[i].number != NULL ? f.list[i].number : "-",
                   f.list[i].message, f.list[i].reason != NULL ? " by " : "",
                   f.list[i].reason != NULL ? f.list[i].reason : "");
    assert_string_equal(buf_str(&b), expected);
    buf_free(&b);
    findings_free(&f);
    references_free(&r);
    help_close(&h);
}

static void
test_references(void **state)
{
    (void)state;

    /* Each kind once, with its place; several to one target are one. */
    expect_refs(
        HEAD "<DN><Extension><Number>100</Number><FwdProfiles><FwdProfile>"
             "<Internal DN=\"9\"/><Internal DN=\"9\"/><Name>Away</Name>"
             "</FwdProfile><FwdProfile><Internal DN=\"9\"/><Name>Out</Name>"
             "</FwdProfile></FwdProfiles></Extension><Queue><Number>801"
             "</Number><QueueAgent DN=\"8\"/><Internal DN=\"7\"/></Queue>"
             "<RingGroup><Number>800</Number><M><Member DN=\"6\"/></M>"
             "</RingGroup></DN><Groups><Group><Name>G</Name><Member DN=\"5\"/>"
             "</Group></Groups>" TAIL,
        NULL,
        "reference-forward 100: forwards calls to \"9\", which does not exist "
        "(in \"Away\", \"Out\")\n"
        "reference-forward -: queue 801: forwards calls to \"7\", which does "
        "not exist\n"
        "reference-group -: group \"G\": has the member \"5\", which does not "
        "exist\n"
        "reference-queue -: queue 801: has the agent \"8\", which does not "
        "exist\n"
        "reference-ring-group -: ring group 800: has the member \"6\", which "
        "does not exist\n");

    /* A target may come later, and may be no user. */
    expect_refs(HEAD "<Groups><Group><Member DN=\"SP0\"/><Member DN=\"801\"/>"
                     "<Member DN=\"\"/></Group></Groups><DN><Queue><Number>801"
                     "</Number></Queue><ParkExtension><Number>SP0</Number>"
                     "</ParkExtension></DN>" TAIL,
                NULL, "");
}

static void
test_mapping(void **state)
{
    static const char db[] =
        HEAD "<DN><Extension><Number>100</Number></Extension><Queue><Number>"
             "801</Number></Queue></DN>" TAIL;

    (void)state;
    expect_refs(db,
                "<Mappings><DNMappings><DN No=\"100\" ID=\"1\"/><DN No=\"801\""
                "/><DN ID=\"3\"/><DN No=\"\"/></DNMappings><Other><DN No=\"1\""
                "/></Other></Mappings>",
                "");
    expect_refs(db,
                "<Mappings><DNMappings><DN No=\"7\"/></DNMappings>"
                "</Mappings>",
                "reference-mapping -: the mapping table names \"7\", which "
                "does not exist\n");
    expect_refs(db, "",
                "archive-mapping-unreadable -: OtherSettings/MappingTable.xml:"
                " the document is empty by R10\n");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_walk),
        cmocka_unit_test(test_walk_lookalikes),
        cmocka_unit_test(test_references),
        cmocka_unit_test(test_mapping),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
