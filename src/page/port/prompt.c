/* There is no terminal to ask; the page asks, and gives a file. */
#include "cli/prompt.h"
#include "cli/voice.h"

int
prompt_password(const char *name, char **password, struct err *e)
{
    (void)password;
    return err_set(
        e, ST_PASSWORD, "%s: needs a password%s", name,
        voice(", and there is no terminal to ask for it; give --password-file "
              "FILE or set CXBAK_PASSWORD_FILE",
              ""));
}
