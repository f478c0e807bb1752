/*
 * Where in the database an element stands, told by its path alone: an element
 * of the same name elsewhere is another place.
 */
#ifndef DBPLACE_H
#define DBPLACE_H

enum dbplace {
    AT_OTHER, /* nothing of interest, with all that is in it */
    AT_DOCUMENT,
    AT_ROOT,
    AT_HEADER,
    AT_VERSION,
    AT_DATE,
    AT_LICENSE,
    AT_COMPANY,
    AT_FQDN,
    AT_EXTERNAL_FQDN,
    AT_PARAMETERS,
    AT_PARAMETER,
    AT_PARAMETER_NAME,
    AT_PARAMETER_VALUE,
    AT_TENANTS,
    AT_TENANT,
    AT_DN,
    AT_EXTENSION,
    AT_SCALAR, /* any other child of an Extension */
    AT_PROPERTIES,
    AT_PROPERTY,
    AT_PROPERTY_PART,
    AT_DEVICES,
    AT_DEVICE,
    AT_DEVICE_PART
};

/* The place of an element of that name in an element at `parent`. */
enum dbplace dbplace_of(enum dbplace parent, const char *name);

#endif
