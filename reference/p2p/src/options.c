#include "options.h"

#define OPTION_DEFAULT(name, value) .name = value,
static const Options defaults = {FOR_EACH_OPTION(OPTION_DEFAULT)};
#undef OPTION_DEFAULT

Options options = {0};

static void read_environment(void)
{
    char text[1024];
    DWORD length = GetEnvironmentVariableA("REFERENCE_P2P_OPTIONS", text, sizeof text);
    if (length == 0 || length >= sizeof text)
        return;
    for (char *entry = strtok(text, ";"); entry; entry = strtok(NULL, ";")) {
        char *value = strchr(entry, '=');
        if (!value)
            continue;
        *value++ = 0;
        options_set(entry, strtoul(value, NULL, 0));
    }
}

void options_reset(void)
{
    options = defaults;
    read_environment();
}

bool options_set(const char *name, ULONG value)
{
#define OPTION_SET(member, unused)       \
    if (strcmp(name, #member) == 0) {    \
        options.member = value;          \
        return true;                     \
    }
    FOR_EACH_OPTION(OPTION_SET)
#undef OPTION_SET
    return false;
}

void *out_unset(void)
{
    return options.poisonOutPointers ? (void *)(uintptr_t)0x00000BADBADBAD00u : NULL;
}
