/* An instance has no system to reach: what it may read and write is what the
 * host hands to it. */
#include "cli/confine.h"

void
confine_words(struct sandbox_policy *p, const struct command *c,
              const struct args *a)
{
    (void)p, (void)c, (void)a;
}

void
confine(struct sandbox_policy *p, const struct args *a)
{
    (void)p, (void)a;
}
