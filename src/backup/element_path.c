#include <stddef.h>
#include <string.h>

#include "cxbak/backup/element_path.h"
#include "cxbak/backup/mark.h"

/* NULL stands for any name and comes behind the names of its parent. */
static const struct {
    enum element_path parent;
    const char *name;
    enum element_path place;
} paths[] = {
    {PATH_DOCUMENT, "PhoneSystem", PATH_ROOT},
    {PATH_ROOT, MARK_REDACTED_ELEMENT, PATH_REDACTED},
    {PATH_ROOT, "header", PATH_HEADER},
    {PATH_HEADER, "version", PATH_VERSION},
    {PATH_HEADER, "Date", PATH_DATE},
    {PATH_ROOT, "license", PATH_LICENSE},
    {PATH_LICENSE, "company", PATH_COMPANY},
    {PATH_ROOT, "fqdn", PATH_FQDN},
    {PATH_FQDN, "externalFqdn", PATH_EXTERNAL_FQDN},
    {PATH_FQDN, "internalFqdn", PATH_INTERNAL_FQDN},
    {PATH_ROOT, "Parameters", PATH_PARAMETERS},
    {PATH_PARAMETERS, "Parameter", PATH_PARAMETER},
    {PATH_PARAMETER, "Name", PATH_PARAMETER_NAME},
    {PATH_PARAMETER, "Value", PATH_PARAMETER_VALUE},
    {PATH_ROOT, "Tenants", PATH_TENANTS},
    {PATH_TENANTS, "Tenant", PATH_TENANT},
    {PATH_TENANT, "DN", PATH_DN},
    {PATH_DN, "Extension", PATH_EXTENSION},
    {PATH_EXTENSION, "Properties", PATH_PROPERTIES},
    {PATH_EXTENSION, "PhoneDevices", PATH_DEVICES},
    {PATH_EXTENSION, "FwdProfiles", PATH_PROFILES},
    {PATH_EXTENSION, "PhoneBookEntries", PATH_PHONE_BOOK},
    {PATH_EXTENSION, NULL, PATH_SCALAR},
    {PATH_PROPERTIES, "DNProperty", PATH_PROPERTY},
    {PATH_PROPERTY, NULL, PATH_PROPERTY_PART},
    {PATH_DEVICES, "PhoneDevice", PATH_DEVICE},
    {PATH_DEVICE, NULL, PATH_DEVICE_PART},
    {PATH_PROFILES, "FwdProfile", PATH_PROFILE},
    {PATH_TENANT, "Groups", PATH_GROUPS},
    {PATH_GROUPS, "Group", PATH_GROUP},
    {PATH_GROUP, "Name", PATH_GROUP_NAME},
    {PATH_GROUP, "Number", PATH_GROUP_NUMBER},
    {PATH_GROUP, "Members", PATH_MEMBERS},
    {PATH_DN, "Queue", PATH_QUEUE},
    {PATH_QUEUE, "Name", PATH_GROUP_NAME},
    {PATH_QUEUE, "Number", PATH_GROUP_NUMBER},
    {PATH_QUEUE, "ContactImage", PATH_OBJECT_PART},
    {PATH_QUEUE, "PhoneBookEntries", PATH_PHONE_BOOK},
    {PATH_QUEUE, "QueueAgents", PATH_MEMBERS},
    {PATH_MEMBERS, "QueueAgent", PATH_MEMBER},
    {PATH_DN, "RingGroup", PATH_RING_GROUP},
    {PATH_RING_GROUP, "Name", PATH_GROUP_NAME},
    {PATH_RING_GROUP, "Number", PATH_GROUP_NUMBER},
    {PATH_RING_GROUP, "ContactImage", PATH_OBJECT_PART},
    {PATH_RING_GROUP, "PhoneBookEntries", PATH_PHONE_BOOK},
    {PATH_RING_GROUP, "Members", PATH_MEMBERS},
    {PATH_MEMBERS, "Member", PATH_MEMBER},
    {PATH_MEMBER, "role", PATH_ROLE},
    {PATH_DN, NULL, PATH_OBJECT},
    {PATH_OBJECT, "ContactImage", PATH_OBJECT_PART},
    {PATH_OBJECT, "Name", PATH_OBJECT_PART},
    {PATH_OBJECT, "Number", PATH_OBJECT_PART},
    {PATH_OBJECT, "PhoneBookEntries", PATH_PHONE_BOOK},
    {PATH_TENANT, "PhoneBookEntries", PATH_PHONE_BOOK},
    {PATH_PHONE_BOOK, "PhoneBookEntry", PATH_ENTRY},
    {PATH_ENTRY, "ContactImage", PATH_ENTRY_PART},
    {PATH_ENTRY, "FirstName", PATH_ENTRY_PART},
    {PATH_ENTRY, "LastName", PATH_ENTRY_PART},
};

enum element_path
element_path_of(enum element_path parent, const char *name)
{
    size_t i;

    if (parent == PATH_OTHER)
        return PATH_OTHER;
    for (i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
        if (paths[i].parent == parent &&
            (paths[i].name == NULL || strcmp(paths[i].name, name) == 0))
            return paths[i].place;
    }
    return PATH_OTHER;
}
