/*
 * Where in the database an element stands, told by its path alone: an element
 * of the same name elsewhere is another place.
 */
#ifndef CXBAK_BACKUP_ELEMENT_PATH_H
#define CXBAK_BACKUP_ELEMENT_PATH_H

enum element_path {
    PATH_OTHER, /* nothing of interest, with all that is in it */
    PATH_DOCUMENT,
    PATH_ROOT,
    PATH_REDACTED, /* the mark of a copy made to be shown, see backup.h */
    PATH_HEADER,
    PATH_VERSION,
    PATH_DATE,
    PATH_LICENSE,
    PATH_COMPANY,
    PATH_FQDN,
    PATH_EXTERNAL_FQDN,
    PATH_INTERNAL_FQDN,
    PATH_PARAMETERS,
    PATH_PARAMETER,
    PATH_PARAMETER_NAME,
    PATH_PARAMETER_VALUE,
    PATH_TENANTS,
    PATH_TENANT,
    PATH_DN,
    PATH_EXTENSION,
    PATH_SCALAR, /* any other child of an Extension */
    PATH_PROPERTIES,
    PATH_PROPERTY,
    PATH_PROPERTY_PART,
    PATH_DEVICES,
    PATH_DEVICE,
    PATH_DEVICE_PART,
    PATH_PROFILES,
    PATH_PROFILE,
    PATH_GROUPS,
    PATH_GROUP,
    PATH_QUEUE, /* of the DN, with the same parts as a Group */
    PATH_RING_GROUP,
    PATH_GROUP_NAME,
    PATH_GROUP_NUMBER,
    PATH_MEMBERS,
    PATH_MEMBER,
    PATH_ROLE,        /* of a Member */
    PATH_OBJECT,      /* any other child of DN: a Queue, a RingGroup ... */
    PATH_OBJECT_PART, /* its number, name and picture */
    PATH_PHONE_BOOK,  /* of the company, a user, or another object */
    PATH_ENTRY,
    PATH_ENTRY_PART
};

/* The place of an element of that name in an element at `parent`. */
enum element_path element_path_of(enum element_path parent, const char *name);

#endif
