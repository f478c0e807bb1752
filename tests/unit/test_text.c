#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "cxbak/util/mem.h"
#include "cxbak/util/text.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* A function that makes one text of another, with what it shall make. */
struct pair {
    const char *in, *out;
};

static void
check_pairs(char *(*f)(const char *), const struct pair *pairs, size_t n)
{
    size_t i;

    for (i = 0; i < n; i++) {
        char *out = f(pairs[i].in);

        assert_string_equal(out, pairs[i].out);
        free(out);
    }
}

/* The UTF-8 of `cp`, written apart from the library as RFC 3629 says. */
static size_t
encode(uint32_t cp, char out[4])
{
    if (cp < 0x80) {
        out[0] = (char)cp;
        return 1;
    }
    if (cp < 0x800) {
        out[0] = (char)(0xC0 | (cp >> 6));
        out[1] = (char)(0x80 | (cp & 0x3F));
        return 2;
    }
    if (cp < 0x10000) {
        out[0] = (char)(0xE0 | (cp >> 12));
        out[1] = (char)(0x80 | ((cp >> 6) & 0x3F));
        out[2] = (char)(0x80 | (cp & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | (cp >> 18));
    out[1] = (char)(0x80 | ((cp >> 12) & 0x3F));
    out[2] = (char)(0x80 | ((cp >> 6) & 0x3F));
    out[3] = (char)(0x80 | (cp & 0x3F));
    return 4;
}

static void
test_valid_every_character(void **state)
{
    char s[4];
    uint32_t cp;

    (void)state;
    for (cp = 0; cp <= 0x10FFFF; cp++) {
        bool surrogate = cp >= 0xD800 && cp <= 0xDFFF;
        size_t n = encode(cp, s);

        assert_int_equal(text_valid(s, n, NULL), !surrogate);
        if (n > 1)
            assert_false(text_valid(s, n - 1, NULL));
    }
}

static void
test_valid_malformed(void **state)
{
    static const struct {
        const char *s;
        size_t bad;
    } cases[] = {
        {"\x80", 0},
        {"ab\xFF", 2},
        {"a\xC0\x80", 1},
        {"\xC1\xBF", 0},
        {"\xE0\x80\x80", 0},
        {"\xF0\x80\x80\x80", 0},
        {"\xF4\x90\x80\x80", 0},
        {"\xF5\x80\x80\x80", 0},
        {"\xED\xA0\x80", 0},
        {"\xC3\xA9\xC3", 2},
        {"\xE2\x82", 0},
        {"x\xC3(", 1},
        {"\xF8\x88\x80\x80\x80", 0},
    };
    size_t i, bad;

    (void)state;
    for (i = 0; i < COUNT(cases); i++) {
        bad = SIZE_MAX;
        assert_false(text_valid(cases[i].s, strlen(cases[i].s), &bad));
        assert_int_equal(bad, cases[i].bad);
    }
    assert_true(text_valid("", 0, &bad));
    assert_true(text_valid("a\0b", 3, &bad));
}

static void
test_xml(void **state)
{
    size_t pos = 0;
    uint32_t cp = 0;

    (void)state;
    assert_true(text_is_xml("", &pos, &cp));
    assert_true(text_is_xml("tab\t, line\n, \u00FC, \U0001F600", &pos, &cp));
    assert_true(text_is_xml("\x7F\xC2\x85\uFFFD", &pos, &cp));
    assert_false(text_is_xml("\u00FCb\x01", &pos, &cp));
    assert_int_equal(pos, 3);
    assert_int_equal(cp, 1);
    assert_false(text_is_xml("ab\uFFFE", &pos, &cp));
    assert_int_equal(pos, 3);
    assert_int_equal(cp, 0xFFFE);
    assert_false(text_is_xml("\xFF", &pos, &cp));
    assert_int_equal(pos, 1);
    assert_int_equal(cp, 0xFFFD);
    assert_false(text_is_xml("a\x1B[0m", &pos, &cp));
    assert_int_equal(pos, 2);
    assert_int_equal(cp, 0x1B);
}

static char *
escaped(const char *s)
{
    struct buf b = BUF_INIT;

    text_escape(&b, s);
    return buf_steal(&b);
}

static void
test_escape(void **state)
{
    static const struct pair pairs[] = {
        {"", ""},
        {"plain \u00FC \u65E5", "plain \u00FC \u65E5"},
        {"a\x1B[2Jb", "a\\x1B[2Jb"},
        {"line\r\nline\t", "line\\x0D\\x0Aline\\x09"},
        {"\x7F", "\\x7F"},
        {"\xC2\x85\xC2\x9B", "\\u{0085}\\u{009B}"},
        {"\u202Eevil\u2066\u200F\u061C",
         "\\u{202E}evil\\u{2066}\\u{200F}\\u{061C}"},
        {"\u2028\u2029", "\\u{2028}\\u{2029}"},
        {"bad \xFF\xC3", "bad \\xFF\\xC3"},
    };

    (void)state;
    check_pairs(escaped, pairs, COUNT(pairs));
}

static void
test_width(void **state)
{
    static const struct {
        const char *s;
        size_t width;
    } cases[] = {
        {"", 0},        {"abc", 3},          {"M\u00FCller", 6},
        {"u\u0308", 1}, {"\u65E5\u672C", 4}, {"\U0001F600", 2},
        {"a\x1B", 5},   {"\u202E", 8},       {"\xFF", 4},
        {"\uFF21", 2},  {"\u200B", 0},       {"\xC2\x85", 8},
    };
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(cases); i++)
        assert_int_equal(text_width(cases[i].s), cases[i].width);
}

static void
test_nfc(void **state)
{
    static const struct pair pairs[] = {
        {"", ""},
        {"u\u0308", "\u00FC"},
        {"\u212B", "\u00C5"},
        {"Nguye\u0302\u0303n", "Nguy\u1EC5n"},
        {"\u1100\u1161", "\uAC00"},
        {"\uFB01", "\uFB01"}, /* a compatibility form stays */
        {"bad\xFF", "bad\xFF"},
    };

    (void)state;
    check_pairs(text_nfc, pairs, COUNT(pairs));
    assert_true(text_is_nfc("M\u00FCller"));
    assert_false(text_is_nfc("Mu\u0308ller"));
    assert_true(text_is_nfc(""));
}

static void
test_fold(void **state)
{
    static const struct pair pairs[] = {
        {"", ""},
        {"ANNA@Example.COM", "anna@example.com"},
        {"Stra\u00DFe", "strasse"},
        {"STRASSE", "strasse"},
        {"\u1E9E", "ss"},
        {"\uFF21\uFF22", "ab"},
        {"\u03A3\u03C2", "\u03C3\u03C3"},
        {"a\u00ADb\u200Bc\uFEFF", "abc"},
        {"U\u0308", "\u00FC"},
        {"\uFB01", "fi"},
    };

    (void)state;
    check_pairs(text_fold, pairs, COUNT(pairs));
}

/* Plain letters go a shorter way: an accent behind them makes no difference. */
static void
test_plain_letters(void **state)
{
    static char *(*const all[])(const char *) = {text_nfc, text_fold};
    char s[] = "a?z", longer[] = "a?z\u00E9";
    size_t i;

    (void)state;
    for (s[1] = 1; s[1] != 127; s[1]++) {
        longer[1] = s[1];
        for (i = 0; i < COUNT(all); i++) {
            char *one = all[i](s), *two = all[i](longer);

            assert_int_equal(strncmp(one, two, strlen(one)), 0);
            assert_string_equal(two + strlen(one), "\u00E9");
            free(one);
            free(two);
        }
        char *one = text_ascii(s, NULL), *two = text_ascii(longer, NULL);
        assert_int_equal(strncmp(one, two, 3), 0);
        assert_string_equal(two + 3, "e");
        assert_int_equal(text_width(s) + 1, text_width(longer));
        free(one);
        free(two);
    }
}

static void
test_case(void **state)
{
    static const struct pair lower[] = {
        {"M\u00DCLLER", "m\u00FCller"},
        {"\u0130stanbul", "istanbul"},
        {"\u039F\u0394\u03A5\u03A3\u03A3\u0395\u03A5\u03A3",
         "\u03BF\u03B4\u03C5\u03C3\u03C3\u03B5\u03C5\u03C2"},
        {"\u03A3 x", "\u03C3 x"},
        {"A\xFFZ", "a\xFFz"},
        {"\u0141\u00D3D\u0179", "\u0142\u00F3d\u017A"},
    };
    static const struct pair upper[] = {
        {"stra\u00DFe", "STRASSE"},
        {"m\u00FCller", "M\u00DCLLER"},
        {"\uFB03", "FFI"},
        {"\u0131i", "II"},
        {"a\xFFz", "A\xFFZ"},
        {"\u00FF", "\u0178"},
        {"O\u2019Brien", "O\u2019BRIEN"},
    };

    (void)state;
    check_pairs(text_lower, lower, COUNT(lower));
    check_pairs(text_upper, upper, COUNT(upper));
}

static char *
ascii(const char *s)
{
    bool lost = true;
    char *out = text_ascii(s, &lost);

    assert_false(lost);
    return out;
}

static void
test_ascii(void **state)
{
    static const struct pair pairs[] = {
        {"", ""},
        {"Zoe 42 ~`\\", "Zoe 42 ~`\\"},
        /* German */
        {"M\u00FCller", "Mueller"},
        {"Mu\u0308ller", "Mueller"},
        {"\u00D6zdemir", "Oezdemir"},
        {"\u00C4rger", "Aerger"},
        {"\u00C4RGER", "AERGER"},
        {"B\u00C4R", "BAER"},
        {"KN\u00DC", "KNUE"},
        {"\u00DC", "Ue"},
        {"\u00DC. Meier", "Ue. Meier"},
        {"Gro\u00DF", "Gross"},
        {"GRO\u00DF", "GROSS"},
        {"STRA\u00DFE", "STRASSE"},
        {"STRA\u1E9EE", "STRASSE"},
        /* Nordic, Icelandic */
        {"S\u00F8ren \u00C5ge N\u00E6ss", "Soren Age Naess"},
        {"\u00C6gir", "Aegir"},
        {"\u00C6GIR", "AEGIR"},
        {"\u01FE\u01FD", "Oae"},
        {"\u00DE\u00F3r\u00F0ur", "Thordur"},
        {"\u00DEORSTEIN", "THORSTEIN"},
        {"Gu\u00F0r\u00FAn", "Gudrun"},
        {"H\u00E5kansson", "Hakansson"},
        {"\u00C1\u014B\u0161", "Angs"},
        /* Polish, Czech, Croatian, Hungarian, Romanian */
        {"\u0141ukasz \u015Awi\u0119tos\u0142awski", "Lukasz Swietoslawski"},
        {"Za\u017C\u00F3\u0142\u0107 g\u0119\u015Bl\u0105 ja\u017A\u0144",
         "Zazolc gesla jazn"},
        {"P\u0159\u00EDli\u0161 \u017Elu\u0165ou\u010Dk\u00FD k\u016F\u0148",
         "Prilis zlutoucky kun"},
        {"\u0110or\u0111e", "Dorde"},
        {"Sz\u0171cs \u0150ri", "Szucs Ori"},
        {"\u0218tef\u0103nescu \u0162", "Stefanescu T"},
        /* Turkish: umlauts of a word that is surely Turkish are accents */
        {"Y\u0131ld\u0131z", "Yildiz"},
        {"\u0130brahim", "Ibrahim"},
        {"G\u00FCl\u015Fen Do\u011Fan", "Gulsen Dogan"},
        {"\u00C7a\u011Fr\u0131", "Cagri"},
        {"\u015E\u00DCKR\u00DC", "SUKRU"},
        {"\u015Eahin M\u00FCller", "Sahin Mueller"},
        /* Vietnamese */
        {"Nguy\u1EC5n \u0110\u1EB7ng Ph\u01B0\u01A1ng", "Nguyen Dang Phuong"},
        {"Tr\u1EA7n Th\u1ECB H\u1ED3ng", "Tran Thi Hong"},
        /* French, Spanish, Portuguese, Catalan */
        {"Fran\u00E7ois B\u0153uf \u0152uvre", "Francois Boeuf Oeuvre"},
        {"No\u00EBl Lefa\u00FFe", "Noel Lefaye"},
        {"Pe\u00F1a Ag\u00FCero G\u00DCEMES", "Pena Aguero GUEMES"},
        {"Jo\u00E3o Concei\u00E7\u00E3o", "Joao Conceicao"},
        {"Gal\u00B7la", "Galla"},
        /* Typography */
        {"O\u2019Brien \u2018x\u2019 O\u00B4Hara", "O'Brien 'x' O'Hara"},
        {"Smith\u2013Jones\u2014\u2010\u2212", "Smith-Jones---"},
        {"\u201Ca\u201D \u00ABb\u00BB", "\"a\" \"b\""},
        {"a\u00A0b\u3000c\u2026", "a b c..."},
        {"\uFF21\uFF11\u00BD\uFB01", "A11/2fi"},
        {"a\u00AD\u200Bb\u200D", "ab"},
    };

    (void)state;
    check_pairs(ascii, pairs, COUNT(pairs));
}

static void
test_ascii_lost(void **state)
{
    static const struct pair pairs[] = {
        {"\u041E\u043B\u044C\u0433\u0430 O", " O"},
        {"\u65E5\u672C", ""},
        {"a\xFF"
         "b",
         "ab"},
        {"x\U0001F600", "x"},
        {"\uAC00", ""},
    };
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(pairs); i++) {
        bool lost = false;
        char *out = text_ascii(pairs[i].in, &lost);

        assert_string_equal(out, pairs[i].out);
        assert_true(lost);
        free(out);
    }
    free(text_ascii("\u65E5", NULL));
}

static void
test_glob(void **state)
{
    static const struct {
        const char *pattern, *s;
        bool yes;
    } cases[] = {
        {"", "", true},
        {"", "a", false},
        {"*", "", true},
        {"**", "abc", true},
        {"a", "", false},
        {"*@old.example", "Noelle@OLD.example", true},
        {"*@old.example", "noelle@old.example.com", false},
        {"a*b*c", "aXbXbXc", true},
        {"a*b*c", "aXbXbX", false},
        {"?", "", false},
        {"?", "\u00FC", true},
        {"?", "u\u0308", true},
        {"M\u00DCLLER", "mu\u0308ller", true},
        {"\u03A3\u03A3", "\u03C3\u03C2", true},
        {"STRA\u1E9EE", "stra\u00DFe", true},
        {"[a-c]x", "Bx", true},
        {"[A-C]x", "bx", true},
        {"[a-c]x", "dx", false},
        {"[!a-c]x", "dx", true},
        {"[^a-c]x", "ax", false},
        {"[]]", "]", true},
        {"[!]]", "]", false},
        {"[a-]", "-", true},
        {"[\\]a]", "]", true},
        {"[a\\-z]", "m", false},
        {"[a\\-z]", "-", true},
        {"[", "[", true},
        {"[!", "[!", true},
        {"[]", "[]", true},
        {"a[b", "a[b", true},
        {"[\\", "[\\", true},
        {"\\*", "*", true},
        {"\\*", "x", false},
        {"\\?\\[", "?[", true},
        {"\\\\", "\\", true},
        {"\\", "\\", true},
        {"a\\", "a\\", true},
        {"2[0-9][0-9]", "256", true},
        {"2[0-9][0-9]", "2567", false},
        {"\xFF*", "\xFF", true},
        {"\xFF", "\xFE", false},
        {"[\u00E4-\u00FC]", "\u00D6", true},
    };
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(cases); i++) {
        if (text_glob(cases[i].pattern, cases[i].s) != cases[i].yes)
            fail_msg("glob \"%s\" on \"%s\"", cases[i].pattern, cases[i].s);
    }
}

/* Many stars do not make it exponential. */
static void
test_glob_stars(void **state)
{
    char pattern[129], s[4001];
    size_t i;

    (void)state;
    for (i = 0; i < 128; i += 2)
        memcpy(pattern + i, "*a", 2);
    pattern[127] = 'b';
    pattern[128] = '\0';
    memset(s, 'a', 4000);
    s[4000] = '\0';
    assert_false(text_glob(pattern, s));
}

static void
test_trim(void **state)
{
    static const struct pair pairs[] = {
        {"", ""},
        {" \t\r\n", ""},
        {"a", "a"},
        {"  a b\t", "a b"},
        {"\u00A0\u2003Anna\u3000\u2028", "Anna"},
        {"\xFF ", "\xFF"},
    };

    (void)state;
    check_pairs(text_trim, pairs, COUNT(pairs));
}

static void
test_clusters(void **state)
{
    static const struct {
        const char *s;
        size_t max, bytes;
    } cases[] = {
        {"", 3, 0},
        {"abc", 0, 0},
        {"abc", 2, 2},
        {"abc", 9, 3},
        {"u\u0308x", 1, 3},
        {"\u00FCx", 1, 2},
        {"\U0001F469\u200D\U0001F4BBx", 1, 11},
        {"\U0001F1E9\U0001F1EA\U0001F1EB\U0001F1F7", 1, 8},
        {"\xFF\xFE", 1, 1},
        {"\xFF\u0308", 1, 1},
        {"\r\nx", 1, 2},
    };
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(cases); i++)
        assert_int_equal(text_clusters(cases[i].s, cases[i].max),
                         cases[i].bytes);
}

static void
test_nearest(void **state)
{
    static const char *const words[] = {"number",      "first",  "last",
                                        "email",       "mobile", "callerid",
                                        "email.local", "lower"};
    static const struct pair pairs[] = {
        {"frist", "first"},        {"FIRST", "first"},
        {"mail", "email"},         {"emial", "email"},
        {"caller_id", "callerid"}, {"firstname", "first"},
        {"moblie", "mobile"},      {"email.loca", "email.local"},
        {"lowr", "lower"},         {"num", "number"},
    };
    char longword[3000];
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(pairs); i++) {
        const char *near = text_nearest(pairs[i].in, words, COUNT(words));

        assert_non_null(near);
        assert_string_equal(near, pairs[i].out);
    }
    assert_null(text_nearest("", words, COUNT(words)));
    assert_null(text_nearest("x", words, COUNT(words)));
    assert_null(text_nearest("department", words, COUNT(words)));
    assert_null(text_nearest("first", words, 0));
    memset(longword, 'a', sizeof(longword) - 1);
    longword[sizeof(longword) - 1] = '\0';
    assert_null(text_nearest(longword, words, COUNT(words)));
}

/* A text of random characters, some of them malformed. */
static char *
random_text(unsigned *seed)
{
    struct buf b = BUF_INIT;
    int n = rand_r(seed) % 12;
    char s[4];

    while (n-- > 0) {
        uint32_t cp = (uint32_t)rand_r(seed);

        switch (rand_r(seed) % 5) {
        case 0:
            buf_addc(&b, (char)(1 + cp % 255));
            continue;
        case 1:
            cp = 1 + cp % 0x7F;
            break;
        case 2:
            cp = 0x80 + cp % 0x300;
            break;
        case 3:
            cp = cp % 0xD800 + 1;
            break;
        default:
            cp = 0xE000 + cp % 0x102000;
            break;
        }
        buf_add(&b, s, encode(cp, s));
    }
    return buf_steal(&b);
}

/* For any text: what functions promise of their results. */
static void
check_promises(const char *s)
{
    char *nfc = text_nfc(s), *fold = text_fold(s), *fold2 = text_fold(fold);
    char *plain = text_ascii(s, NULL), *esc = escaped(s), *trim = text_trim(s);
    char *lower = text_lower(s), *upper = text_upper(s);
    char *esc2 = escaped(esc);
    size_t i, c;

    assert_true(text_is_nfc(nfc));
    assert_string_equal(fold, fold2);
    for (i = 0; plain[i] != '\0'; i++)
        assert_true((unsigned char)plain[i] < 0x80);
    assert_true(text_valid(esc, strlen(esc), NULL));
    assert_string_equal(esc, esc2);
    assert_int_equal(text_width(s), text_width(esc));
    assert_true(text_glob("*", s));
    assert_non_null(strstr(s, trim));
    if (text_valid(s, strlen(s), NULL)) {
        assert_true(text_valid(lower, strlen(lower), NULL));
        assert_true(text_valid(upper, strlen(upper), NULL));
    }
    for (c = 0, i = 0; i < strlen(s); c++)
        i = text_clusters(s, c + 1);
    assert_int_equal(text_clusters(s, c), strlen(s));
    free(nfc);
    free(fold);
    free(fold2);
    free(plain);
    free(esc);
    free(esc2);
    free(trim);
    free(lower);
    free(upper);
}

static void
test_random(void **state)
{
    const char *given = getenv("TEST_SEED");
    unsigned seed = given != NULL ? (unsigned)strtoul(given, NULL, 10)
                                  : (unsigned)time(NULL);
    int i;

    (void)state;
    print_message("seed %u\n", seed);
    for (i = 0; i < 20000; i++) {
        char *s = random_text(&seed);

        check_promises(s);
        free(s);
    }
}

/* Line feeds are counted wherever they stand, however many there are. */
static void
test_lines(void **state)
{
    char text[1000];
    size_t n, i, every, count;

    (void)state;
    for (every = 1; every < 40; every += 6) {
        for (n = 0; n < sizeof(text); n += 1 + n / 90) {
            for (i = count = 0; i < n; i++) {
                text[i] = i % every == every / 2 ? '\n' : (char)(i % 9);
                count += text[i] == '\n';
            }
            assert_int_equal(text_lines(text, n), count);
        }
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_valid_every_character),
        cmocka_unit_test(test_valid_malformed),
        cmocka_unit_test(test_xml),
        cmocka_unit_test(test_escape),
        cmocka_unit_test(test_width),
        cmocka_unit_test(test_nfc),
        cmocka_unit_test(test_fold),
        cmocka_unit_test(test_plain_letters),
        cmocka_unit_test(test_case),
        cmocka_unit_test(test_ascii),
        cmocka_unit_test(test_ascii_lost),
        cmocka_unit_test(test_glob),
        cmocka_unit_test(test_glob_stars),
        cmocka_unit_test(test_trim),
        cmocka_unit_test(test_clusters),
        cmocka_unit_test(test_nearest),
        cmocka_unit_test(test_lines),
        cmocka_unit_test(test_random),
    };

    return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}
