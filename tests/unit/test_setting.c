/* Which settings may be printed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "cxbak/backup/setting.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* Properties and elements that hold secrets in backups, and made-up ones. */
static const char *const hidden[] = {"AuthPassword",
                                     "VMPIN",
                                     "SERVICES_ACCESS_PASSWORD",
                                     "SERVICES_ACCESS_HASH",
                                     "DESKPHONE_PASSWORD",
                                     "QUICKMEETING_KEY",
                                     "QUICKMEETING_OPENLINK",
                                     "WEBSERVERPASS",
                                     "CDM_EX_PASS",
                                     "MYPHONETEMPLATEINFO",
                                     "PROVLINK",
                                     "PROVFILE",
                                     "EXTGUID",
                                     "PrivateKey",
                                     "SIPPASS",
                                     "PASSPHRASE",
                                     "MY_PASS",
                                     "SIP_PASS",
                                     "API_KEY",
                                     "PRIVATE_KEY",
                                     "SRTP_KEY",
                                     "AUTHKEY",
                                     "CREDENTIALS",
                                     "HASH",
                                     "MFA_SEED",
                                     "COOKIE",
                                     "authpassword",
                                     "ALLOW_LAN_ONLY2",
                                     "Allow_Lan_Only",
                                     "FirstName2",
                                     "SomethingNew",
                                     "x",
                                     ""};

static void
unknown_names_are_hidden(void **state)
{
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(hidden); i++) {
        if (setting_may_be_shown(hidden[i], "hunter2") ||
            setting_may_be_shown(hidden[i], "4711") ||
            setting_may_be_shown(hidden[i], ""))
            fail_msg("\"%s\" would be shown", hidden[i]);
    }
}

static void
known_names_are_shown(void **state)
{
    static const char *const shown[] = {
        "ALLOW_LAN_ONLY",   "AuthID",       "C2CID",          "Number",
        "OutboundCallerID", "PINPROTECTED", "QueueStatus",    "SIPID",
        "VMEmailOptions",   "VMEnabled",    "WM_FRIENDLYNAME"};
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(shown); i++) {
        if (!setting_may_be_shown(shown[i], "anything"))
            fail_msg("%s would be hidden", shown[i]);
    }
}

/* Yes and no give nothing away, unless they are all there is to guess. */
static void
yes_and_no_are_shown(void **state)
{
    (void)state;
    assert_true(setting_may_be_shown("SomethingNew", "True"));
    assert_true(setting_may_be_shown("TypingIndicator", "1"));
    assert_true(setting_may_be_shown("Mapping", "false"));
    assert_false(setting_may_be_shown("Mapping", "10"));
    assert_false(setting_may_be_shown("VMPIN", "1"));
    assert_false(setting_may_be_shown("SIPPASS", "true"));
    assert_true(setting_may_be_shown("AVATAR", "ProfilePictures/200.png"));
    assert_false(setting_may_be_shown("AVATAR", "ProfilePictures/x?t=1.png"));
    assert_false(setting_may_be_shown("AVATAR", "hunter2.png"));
    assert_false(setting_may_be_shown("KEY", "ProfilePictures/200.png"));
}

static void
words_of_secrets(void **state)
{
    static const char *const secret[] = {
        "VMPIN",    "Pin",      "PinProtected", "PIN_TIMEOUT", "PINS",
        "SipPass",  "pwd",      "AuthKey",      "Keys",        "pass",
        "Seed",     "DataHash", "PasswordOld",  "tokens",      "HASHES",
        "Salt_Two", "mypincode"};
    static const char *const harmless[] = {
        "Mapping",  "TypingIndicator", "Keyboard", "Passage", "Seedling",
        "Shipping", "Credits",         "Hashtag",  "Salty",   ""};
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(secret); i++) {
        if (!setting_is_secret(secret[i]))
            fail_msg("%s is taken for harmless", secret[i]);
    }
    for (i = 0; i < COUNT(harmless); i++) {
        if (setting_is_secret(harmless[i]))
            fail_msg("%s is taken for a secret", harmless[i]);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(unknown_names_are_hidden),
        cmocka_unit_test(known_names_are_shown),
        cmocka_unit_test(yes_and_no_are_shown),
        cmocka_unit_test(words_of_secrets),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
