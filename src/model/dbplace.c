#include <stddef.h>
#include <string.h>

#include "dbplace.h"

/* NULL stands for any name and comes behind the names of its parent. */
static const struct {
    enum dbplace parent;
    const char *name;
    enum dbplace place;
} paths[] = {
    {AT_DOCUMENT, "PhoneSystem", AT_ROOT},
    {AT_ROOT, "header", AT_HEADER},
    {AT_HEADER, "version", AT_VERSION},
    {AT_HEADER, "Date", AT_DATE},
    {AT_ROOT, "license", AT_LICENSE},
    {AT_LICENSE, "company", AT_COMPANY},
    {AT_ROOT, "fqdn", AT_FQDN},
    {AT_FQDN, "externalFqdn", AT_EXTERNAL_FQDN},
    {AT_ROOT, "Parameters", AT_PARAMETERS},
    {AT_PARAMETERS, "Parameter", AT_PARAMETER},
    {AT_PARAMETER, "Name", AT_PARAMETER_NAME},
    {AT_PARAMETER, "Value", AT_PARAMETER_VALUE},
    {AT_ROOT, "Tenants", AT_TENANTS},
    {AT_TENANTS, "Tenant", AT_TENANT},
    {AT_TENANT, "DN", AT_DN},
    {AT_DN, "Extension", AT_EXTENSION},
    {AT_EXTENSION, "Properties", AT_PROPERTIES},
    {AT_EXTENSION, "PhoneDevices", AT_DEVICES},
    {AT_EXTENSION, NULL, AT_SCALAR},
    {AT_PROPERTIES, "DNProperty", AT_PROPERTY},
    {AT_PROPERTY, NULL, AT_PROPERTY_PART},
    {AT_DEVICES, "PhoneDevice", AT_DEVICE},
    {AT_DEVICE, NULL, AT_DEVICE_PART},
};

enum dbplace
dbplace_of(enum dbplace parent, const char *name)
{
    size_t i;

    if (parent == AT_OTHER)
        return AT_OTHER;
    for (i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
        if (paths[i].parent == parent &&
            (paths[i].name == NULL || strcmp(paths[i].name, name) == 0))
            return paths[i].place;
    }
    return AT_OTHER;
}
