#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "cxbak/backup/setting.h"
#include "cxbak/people/console_csv.h"
#include "users_help.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static void
test_columns(void **state)
{
    static const struct {
        const char *version;
        size_t count;
        const char *last;
    } cases[] = {
        {"14.0.0.0", 59, "Integration"},
        {"15.0.61500", 59, "Integration"},
        {"15.5.15502.6", 61, "RecordExternalCallsOnly"},
        {"16.0.7.1078", 65, "PhoneSysAdmin"},
        {"18.0.9.20", 65, "PhoneSysAdmin"},
        {"20.0.8.1109", 54, "BLF"},
        {"22.1", 54, "BLF"},
        {"", 54, "BLF"},
    };
    size_t i, k, n;

    (void)state;
    for (i = 0; i < COUNT(cases); i++) {
        struct backup b = users_backup(cases[i].version, NULL, 0);
        const char *const *names = console_csv_columns(b.database, &n);

        assert_int_equal(n, cases[i].count);
        assert_true(n <= CONSOLE_MAX_COLUMNS);
        assert_string_equal(names[0], "Number");
        assert_string_equal(names[n - 1], cases[i].last);
        for (k = 0; k < n; k++)
            assert_non_null(names[k]);
        users_free(&b);
    }
}

static const char one_user[] =
    "<VMEnabled>True</VMEnabled><VMPIN>1234</VMPIN><Enabled>False</Enabled>"
    "<VMEmailOptions>Attachment</VMEmailOptions><QueueStatus>LoggedIn"
    "</QueueStatus><VMPlayMsgDateTime>Sometimes</VMPlayMsgDateTime>"
    "<RecordCalls>maybe</RecordCalls><AuthID>a200</AuthID>"
    "<PhoneDevices><PhoneDevice><MAC>0015651000C8</MAC><TemplateFilename>"
    "a.ph.xml</TemplateFilename></PhoneDevice><PhoneDevice><MAC>1</MAC>"
    "</PhoneDevice></PhoneDevices>"
    "<Properties><DNProperty><Name>ALLOW_LAN_ONLY</Name><Value>0</Value>"
    "</DNProperty><DNProperty><Name>DESKPHONE_PASSWORD</Name><Value>dp</Value>"
    "</DNProperty></Properties>";

static void
test_cells(void **state)
{
    static const struct {
        const char *column, *want;
    } cases[] = {
        {"Number", "200"},
        {"FirstName", "Martin"},
        {"LastName", ""},
        {"AuthID", "a200"},
        {"EnableVoicemail", "1"},
        {"VMEnable", "1"},
        {"Disabled", "1"},
        {"VMEmailOptions", "2"},
        {"QueueStatus", "1"},
        /* A choice or a flag that is not known is no choice. */
        {"VMPlayMsgDateTime", ""},
        {"RecordCalls", ""},
        {"AllowLanOnly", "0"},
        {"MAC", "0015651000C8"},
        {"Template", "a.ph.xml"},
        {"PIN", "1234"},
        {"VMPIN", "1234"},
        {"DeskphoneWebPass", "dp"},
        {"SrvcAccessPwd", ""},
        {"AuthPassword", ""},
    };
    static const struct test_user user = {
        {"200", "Martin", NULL, NULL, NULL, NULL}, one_user};
    struct backup b = users_backup("20.0.8.1109", &user, 1);
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(cases); i++) {
        const struct console_csv_column *c = console_csv_find(cases[i].column);
        char *text;

        assert_non_null(c);
        text = console_csv_cell(c, &b.database->users[0]);
        assert_string_equal(text, cases[i].want);
        free(text);
    }
    assert_null(console_csv_find("Department"));
    assert_null(console_csv_find("number"));
    users_free(&b);
}

/* What is a secret by its name is one here, in every version. */
static void
test_secrets(void **state)
{
    static const char *const versions[] = {"14", "15.5", "18", "20"};
    const char *const *names;
    size_t i, k, n;

    (void)state;
    for (i = 0; i < COUNT(versions); i++) {
        struct backup b = users_backup(versions[i], NULL, 0);

        names = console_csv_columns(b.database, &n);
        for (k = 0; k < n; k++) {
            const struct console_csv_column *c = console_csv_find(names[k]);

            /* Whether a PIN is asked for is no secret. */
            if (c != NULL && strncmp(names[k], "PinProtect", 10) != 0)
                assert_int_equal(console_csv_is_secret(c),
                                 setting_is_secret(names[k]));
        }
        users_free(&b);
    }
    names = console_csv_secrets(&n);
    for (i = 0; i < n; i++)
        assert_true(console_csv_is_secret(console_csv_find(names[i])));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_columns),
        cmocka_unit_test(test_cells),
        cmocka_unit_test(test_secrets),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
