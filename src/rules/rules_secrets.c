/*
 * Passwords and PINs.  Messages never quote them, and of a PIN not even say
 * what is weak about it: "is the extension" would be the PIN.
 */
#include <string.h>

#include "cxbak/util/buf.h"
#include "cxbak/util/text.h"
#include "rules/rules_impl.h"

/* The console's rule for passwords. */
#define PASSWORD_MIN 10

/* Fewer digits are tried in minutes. */
#define PIN_MIN 4

/* PINs that are tried first and show no pattern to the tests below: lines
 * and corners of the keypad, and favourites. */
static const char *const favourites[] = {
    "0007",   "0070",   "0852",   "1004",   "1313",   "1379",   "1397",
    "1470",   "1793",   "1937",   "1942",   "1973",   "2000",   "2001",
    "2468",   "2580",   "3690",   "4321",   "7410",   "7531",   "7913",
    "8520",   "9630",   "9713",   "13579",  "24680",  "123321", "147258",
    "147369", "159357", "159753", "258456", "369258", "654321", "741852",
    "789456", "963852",
};

/* Characters; bytes where the text is not UTF-8. */
static size_t
count_chars(const char *s)
{
    struct rules_walk w = {.next = s};

    while (rules_step(&w))
        continue;
    return w.pos;
}

static bool
has_blank(const char *s)
{
    struct rules_walk w = {.next = s};

    while (rules_step(&w)) {
        if (rules_is_blank(w.cp))
            return true;
    }
    return false;
}

static void
lack(struct buf *b, const char *what)
{
    buf_printf(b, "%s%s", b->len > 0 ? ", " : "", what);
}

static void
check_password(const struct rules_at *at, const char *password)
{
    struct buf b = BUF_INIT;

    if (count_chars(password) < PASSWORD_MIN)
        lack(&b, "be at least 10 characters long");
    if (has_blank(password))
        lack(&b, "have no spaces");
    if (strpbrk(password, "abcdefghijklmnopqrstuvwxyz") == NULL)
        lack(&b, "contain a lowercase letter");
    if (strpbrk(password, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == NULL)
        lack(&b, "contain an uppercase letter");
    if (strpbrk(password, "0123456789") == NULL)
        lack(&b, "contain a digit");
    if (b.len > 0)
        findings_add(at->to, "password-weak", at->number, "AuthPassword",
                     "the password must %s; set a new one in the console",
                     buf_str(&b));
    buf_free(&b);
}

/* Is every digit `step` above the one `period` before it (0 follows 9)? */
static bool
is_series(const char *pin, size_t n, size_t period, int step)
{
    size_t i;

    for (i = period; i < n; i++) {
        if ((pin[i] - pin[i - period] - step) % 10 != 0)
            return false;
    }
    return true;
}

/* Pairs of one digit, as in 1122 or 334455? */
static bool
is_pairs(const char *pin, size_t n)
{
    size_t i;

    for (i = 0; i + 1 < n; i += 2) {
        if (pin[i] != pin[i + 1])
            return false;
    }
    return n % 2 == 0;
}

/* The same number but for zeros in front of one of them? */
static bool
is_same_number(const char *pin, const char *number)
{
    return strcmp(pin + strspn(pin, "0"), number + strspn(number, "0")) == 0;
}

static bool
is_weak_pin(const char *pin, const char *number)
{
    size_t n = strlen(pin), i;

    if (n < PIN_MIN || (number != NULL && is_same_number(pin, number)))
        return true;
    for (i = 0; i < sizeof(favourites) / sizeof(favourites[0]); i++) {
        if (strcmp(pin, favourites[i]) == 0)
            return true;
    }
    /* 7777, 1234, 9876; 1212; 123123; 1122. */
    return is_series(pin, n, 1, 0) || is_series(pin, n, 1, 1) ||
           is_series(pin, n, 1, -1) || is_series(pin, n, 2, 0) ||
           (n == 6 && is_series(pin, n, 3, 0)) || is_pairs(pin, n);
}

void
rules_secrets(struct findings *f, const struct rules_user *u)
{
    const char *number = u->value[FIELD_NUMBER];
    const struct rules_at at = {f, number, FIELD_NUMBER};

    if (u->auth_password != NULL)
        check_password(&at, u->auth_password);
    if (u->vm_pin != NULL && *u->vm_pin != '\0' &&
        is_weak_pin(u->vm_pin, number))
        findings_add(f, "pin-weak", number, "VMPIN",
                     "the voicemail PIN is easy to guess; set a new one");
}
