/* Members that are encrypted, or packed by a method that is not known. */
#ifndef CXBAK_SALVAGE_SALVAGE_SEALED_IMPL_H
#define CXBAK_SALVAGE_SALVAGE_SEALED_IMPL_H

#include "salvage/salvage_impl.h"

/* Why a member is lost that the password does not open: if it opens no other
 * one, the password is wrong. */
extern const char sealed_not_opened[];

/* What was put right of one. */
extern const char sealed_mended[];

/* Is it such a member? */
bool sealed(const struct claim *c);

/* Find out where it ends, and with the password whether it is whole. */
int sealed_prove(struct salvage *v, const struct piece *p,
                 const struct claim *c, struct proof *proof, struct err *e);

/* Put right what can only be so in the header of a member that has WinZip's
 * field: method, version and vendor.  Was something wrong of it? */
bool sealed_mend(struct piece *p);

#endif
