#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "cxbak/util/mem.h"
#include "cxbak/patch/original_xml.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

#define PROPERTY(parts)  "<DNProperty>" parts "</DNProperty>"
#define NAME             "<Name>MOBILENUMBER</Name>"
#define CONTAINER(inner) "<Properties>" inner "</Properties>"

struct piece {
    enum field field;
    const char *value;
    const char *raw;
};

static void
test_sound(void **state)
{
    static const struct piece cases[] = {
        {FIELD_FIRST, "Noelle", "<FirstName>Noelle</FirstName>"},
        {FIELD_FIRST, "Noelle", "\r\n\t<FirstName >Noelle</FirstName\n>"},
        {FIELD_FIRST, "", "<FirstName/>"},
        {FIELD_FIRST, "", " <FirstName\t/>"},
        {FIELD_LAST, "a<b", "<LastName>a&lt;<![CDATA[b]]></LastName>"},
        {FIELD_LAST, "\u00FC&", "<LastName>&#xFC;&#38;</LastName>"},
        {FIELD_EMAIL, "a@x", "<EmailAddress>a@x</EmailAddress>"},
        {FIELD_CALLERID, "1", "<OutboundCallerID>1</OutboundCallerID>"},
        {FIELD_MOBILE, "1", "<Value>1</Value>"},
        {FIELD_MOBILE, "", "<Value />"},
        {FIELD_MOBILE, "1", PROPERTY(NAME "<Value>1</Value>")},
        {FIELD_MOBILE, "1",
         " " PROPERTY("<Value>&#49;</Value> " NAME "<Type>String</Type>"
                      "<Description>a &lt;b></Description>")},
        {FIELD_MOBILE, "", PROPERTY(NAME)},
        {FIELD_MOBILE, "1", CONTAINER(PROPERTY(NAME "<Value>1</Value>"))},
        {FIELD_MOBILE, "", "<Properties\t/>"},
    };
    struct spelling s;
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(cases); i++) {
        if (!original_xml_parse(&s, cases[i].raw, cases[i].field,
                                cases[i].value))
            fail_msg("refused: %s", cases[i].raw);
        assert_int_equal(cases[i].raw[s.begin], '<');
        assert_true(s.begin < s.tag_end && s.tag_end < s.open_end);
        assert_true(s.open_end <= s.close_begin);
        assert_true(s.close_begin <= strlen(cases[i].raw));
    }
}

/* What somebody might try in order to get more than a value into a backup. */
static void
test_unsound(void **state)
{
    static const struct piece cases[] = {
        {FIELD_FIRST, "a", ""},
        {FIELD_FIRST, "a", "a"},
        {FIELD_FIRST, "a", "<FirstName>b</FirstName>"},
        {FIELD_FIRST, "a", "<FirstName>a </FirstName>"},
        {FIELD_FIRST, "a", "<LastName>a</LastName>"},
        {FIELD_FIRST, "a", "<AuthPassword>a</AuthPassword>"},
        {FIELD_FIRST, "a", "<FirstName>a</FirstName> "},
        {FIELD_FIRST, "a", "<FirstName>a</FirstName><VMPIN>1</VMPIN>"},
        {FIELD_FIRST, "a", "<VMPIN>1</VMPIN><FirstName>a</FirstName>"},
        {FIELD_FIRST, "a", "<FirstName>a<VMPIN>1</VMPIN></FirstName>"},
        {FIELD_FIRST, "a", "<FirstName>a</FirstName></x><x>"},
        {FIELD_FIRST, "a", "</x><x><FirstName>a</FirstName>"},
        {FIELD_FIRST, "", "<FirstName><!-- nobody --></FirstName>"},
        {FIELD_LAST, "ab", "<LastName>a<!-- </LastName> -->b</LastName>"},
        {FIELD_LAST, "ab", "<LastName>ab<?note > ?></LastName>"},
        {FIELD_MOBILE, "", "<Properties><!-- none --></Properties>"},
        {FIELD_MOBILE, "1", PROPERTY("<!-- -->" NAME "<Value>1</Value>")},
        {FIELD_FIRST, "a", "<!-- --><FirstName>a</FirstName>"},
        {FIELD_FIRST, "a", "<FirstName>a</FirstName><!-- -->"},
        {FIELD_FIRST, "a", "<FirstName>a</FirstName><!--"},
        {FIELD_FIRST, "a", "z<FirstName>a</FirstName>"},
        {FIELD_FIRST, "a", "<FirstName b='c'>a</FirstName>"},
        {FIELD_FIRST, "a", "<p:FirstName>a</p:FirstName>"},
        {FIELD_FIRST, "a", "<FirstName xmlns='urn:x'>a</FirstName>"},
        {FIELD_FIRST, "a", "<FirstName xmlns:p='urn:x'>a</FirstName>"},
        {FIELD_FIRST, "", "<FirstName xmlns='urn:x'/>"},
        {FIELD_MOBILE, "", "<Properties xmlns='urn:x'/>"},
        {FIELD_MOBILE, "1", PROPERTY(NAME "<Value xmlns='u'>1</Value>")},
        {FIELD_FIRST, "a", "<FirstName>a"},
        {FIELD_FIRST, "a", "<FirstName>a</FirstName"},
        {FIELD_FIRST, "a", "<!DOCTYPE x><FirstName>a</FirstName>"},
        {FIELD_FIRST, "a", "<FirstName>&e;</FirstName>"},
        {FIELD_FIRST, "\x01", "<FirstName>&#1;</FirstName>"},
        {FIELD_FIRST, "a", "<Value>a</Value>"},
        {FIELD_NUMBER, "200", "<Number>200</Number>"},
        {FIELD_MOBILE, "1", "<MobileNumber>1</MobileNumber>"},
        {FIELD_MOBILE, "1", PROPERTY("<Value>1</Value>")},
        {FIELD_MOBILE, "1", PROPERTY(NAME)},
        {FIELD_MOBILE, "1",
         PROPERTY("<Name>DESKPHONE_PASSWORD</Name><Value>1</Value>")},
        {FIELD_MOBILE, "1", PROPERTY(NAME NAME "<Value>1</Value>")},
        {FIELD_MOBILE, "1", PROPERTY(NAME "<Value>1</Value><Other/>")},
        {FIELD_MOBILE, "1", PROPERTY(NAME "<Value>1<b/></Value>")},
        {FIELD_MOBILE, "1", PROPERTY("text" NAME "<Value>1</Value>")},
        {FIELD_MOBILE, "1", PROPERTY(PROPERTY(NAME "<Value>1</Value>"))},
        {FIELD_MOBILE, "1", CONTAINER("")},
        {FIELD_MOBILE, "1", CONTAINER("x")},
        {FIELD_MOBILE, "1",
         CONTAINER(PROPERTY(NAME "<Value>1</Value>")
                       PROPERTY("<Name>A</Name><Value>2</Value>"))},
        {FIELD_MOBILE, "1",
         CONTAINER("<Other/>" PROPERTY(NAME "<Value>1</Value>"))},
    };
    struct spelling s;
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(cases); i++) {
        if (original_xml_parse(&s, cases[i].raw, cases[i].field,
                               cases[i].value))
            fail_msg("taken: %s", cases[i].raw);
    }
}

/* A piece that is much too long is refused before it is looked at. */
static void
test_long(void **state)
{
    size_t n = (size_t)1 << 20;
    char *raw = mem_alloc(n + 1);
    struct spelling s;

    (void)state;
    memset(raw, ' ', n);
    raw[n] = '\0';
    assert_false(original_xml_parse(&s, raw, FIELD_FIRST, ""));
    free(raw);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sound),
        cmocka_unit_test(test_unsound),
        cmocka_unit_test(test_long),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
