#include <stddef.h>
#include <string.h>

#include "cxbak/backup/element_path.h"
#include "cxbak/backup/mark.h"

/* A child; NULL stands for any name, and comes last. */
struct child {
    const char *name;
    enum element_path place;
};

/* Each list ends with a child of any name: PATH_OTHER, if nobody asks. */
#define OTHERS                                                                 \
    {                                                                          \
        NULL, PATH_OTHER                                                       \
    }

static const struct child of_document[] = {
    {"PhoneSystem", PATH_ROOT},
    OTHERS,
};
static const struct child of_root[] = {
    {MARK_REDACTED_ELEMENT, PATH_REDACTED},
    {"header", PATH_HEADER},
    {"license", PATH_LICENSE},
    {"fqdn", PATH_FQDN},
    {"Parameters", PATH_PARAMETERS},
    {"Tenants", PATH_TENANTS},
    OTHERS,
};
static const struct child of_header[] = {
    {"version", PATH_VERSION},
    {"Date", PATH_DATE},
    OTHERS,
};
static const struct child of_license[] = {
    {"company", PATH_COMPANY},
    OTHERS,
};
static const struct child of_fqdn[] = {
    {"externalFqdn", PATH_EXTERNAL_FQDN},
    {"internalFqdn", PATH_INTERNAL_FQDN},
    OTHERS,
};
static const struct child of_parameters[] = {
    {"Parameter", PATH_PARAMETER},
    OTHERS,
};
static const struct child of_parameter[] = {
    {"Name", PATH_PARAMETER_NAME},
    {"Value", PATH_PARAMETER_VALUE},
    OTHERS,
};
static const struct child of_tenants[] = {
    {"Tenant", PATH_TENANT},
    OTHERS,
};
static const struct child of_tenant[] = {
    {"DN", PATH_DN},
    {"Groups", PATH_GROUPS},
    {"PhoneBookEntries", PATH_PHONE_BOOK},
    OTHERS,
};
static const struct child of_dn[] = {
    {"Extension", PATH_EXTENSION},
    {"Queue", PATH_QUEUE},
    {"RingGroup", PATH_RING_GROUP},
    {NULL, PATH_OBJECT},
};
static const struct child of_extension[] = {
    {"Properties", PATH_PROPERTIES},
    {"PhoneDevices", PATH_DEVICES},
    {"FwdProfiles", PATH_PROFILES},
    {"PhoneBookEntries", PATH_PHONE_BOOK},
    {NULL, PATH_SCALAR},
};
static const struct child of_properties[] = {
    {"DNProperty", PATH_PROPERTY},
    OTHERS,
};
static const struct child of_property[] = {
    {NULL, PATH_PROPERTY_PART},
};
static const struct child of_devices[] = {
    {"PhoneDevice", PATH_DEVICE},
    OTHERS,
};
static const struct child of_device[] = {
    {NULL, PATH_DEVICE_PART},
};
static const struct child of_profiles[] = {
    {"FwdProfile", PATH_PROFILE},
    OTHERS,
};
static const struct child of_groups[] = {
    {"Group", PATH_GROUP},
    OTHERS,
};
static const struct child of_group[] = {
    {"Name", PATH_GROUP_NAME},
    {"Number", PATH_GROUP_NUMBER},
    {"Members", PATH_MEMBERS},
    OTHERS,
};
static const struct child of_queue[] = {
    {"Name", PATH_GROUP_NAME},          {"Number", PATH_GROUP_NUMBER},
    {"ContactImage", PATH_OBJECT_PART}, {"PhoneBookEntries", PATH_PHONE_BOOK},
    {"QueueAgents", PATH_MEMBERS},      OTHERS,
};
static const struct child of_members[] = {
    {"QueueAgent", PATH_MEMBER},
    {"Member", PATH_MEMBER},
    OTHERS,
};
static const struct child of_ring_group[] = {
    {"Name", PATH_GROUP_NAME},          {"Number", PATH_GROUP_NUMBER},
    {"ContactImage", PATH_OBJECT_PART}, {"PhoneBookEntries", PATH_PHONE_BOOK},
    {"Members", PATH_MEMBERS},          OTHERS,
};
static const struct child of_member[] = {
    {"role", PATH_ROLE},
    OTHERS,
};
static const struct child of_object[] = {
    {"ContactImage", PATH_OBJECT_PART},
    {"Name", PATH_OBJECT_PART},
    {"Number", PATH_OBJECT_PART},
    {"PhoneBookEntries", PATH_PHONE_BOOK},
    OTHERS,
};
static const struct child of_phone_book[] = {
    {"PhoneBookEntry", PATH_ENTRY},
    OTHERS,
};
static const struct child of_entry[] = {
    {"ContactImage", PATH_ENTRY_PART},
    {"FirstName", PATH_ENTRY_PART},
    {"LastName", PATH_ENTRY_PART},
    OTHERS,
};

static const struct child *const children[] = {
    [PATH_DOCUMENT] = of_document,
    [PATH_ROOT] = of_root,
    [PATH_HEADER] = of_header,
    [PATH_LICENSE] = of_license,
    [PATH_FQDN] = of_fqdn,
    [PATH_PARAMETERS] = of_parameters,
    [PATH_PARAMETER] = of_parameter,
    [PATH_TENANTS] = of_tenants,
    [PATH_TENANT] = of_tenant,
    [PATH_DN] = of_dn,
    [PATH_EXTENSION] = of_extension,
    [PATH_PROPERTIES] = of_properties,
    [PATH_PROPERTY] = of_property,
    [PATH_DEVICES] = of_devices,
    [PATH_DEVICE] = of_device,
    [PATH_PROFILES] = of_profiles,
    [PATH_GROUPS] = of_groups,
    [PATH_GROUP] = of_group,
    [PATH_QUEUE] = of_queue,
    [PATH_MEMBERS] = of_members,
    [PATH_RING_GROUP] = of_ring_group,
    [PATH_MEMBER] = of_member,
    [PATH_OBJECT] = of_object,
    [PATH_PHONE_BOOK] = of_phone_book,
    [PATH_ENTRY] = of_entry,
};

enum element_path
element_path_of(enum element_path parent, const char *name)
{
    const struct child *c;

    if (parent >= sizeof(children) / sizeof(children[0]) ||
        children[parent] == NULL)
        return PATH_OTHER;
    for (c = children[parent]; c->name != NULL; c++) {
        if (*c->name == *name && strcmp(c->name, name) == 0)
            break;
    }
    return c->place;
}
