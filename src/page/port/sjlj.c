/*
 * What clang 14 calls for setjmp() and longjmp() with -wasm-enable-sjlj: each
 * function that calls setjmp() keeps a table of its calls, and a jump finds
 * its own again by the number that setjmp() left in the jmp_buf.
 */
#include <stdint.h>
#include <stdlib.h>

struct entry {
    uintptr_t id;
    uint32_t label;
};

struct jump {
    void *env;
    int val;
};

/* The tag of the exception, as clang numbers them. */
#define TAG_LONGJMP 1

static uint32_t temp_ret;

void setTempRet0(uint32_t v);
uint32_t getTempRet0(void);
struct entry *saveSetjmp(uintptr_t *env, uint32_t label, struct entry *table,
                         uint32_t size);
uint32_t testSetjmp(uintptr_t id, const struct entry *table, uint32_t size);
void __wasm_longjmp(void *env, int val);

void
setTempRet0(uint32_t v)
{
    temp_ret = v;
}

uint32_t
getTempRet0(void)
{
    return temp_ret;
}

struct entry *
saveSetjmp(uintptr_t *env, uint32_t label, struct entry *table, uint32_t size)
{
    static uintptr_t last;
    uint32_t i = 0;

    *env = ++last;
    while (i < size && table[i].id != 0)
        i++;
    if (i == size) {
        size *= 2;
        if ((table = realloc(table, sizeof(*table) * (size + 1))) == NULL)
            abort();
    }
    table[i].id = last;
    table[i].label = label;
    table[i + 1].id = 0;
    setTempRet0(size);
    return table;
}

uint32_t
testSetjmp(uintptr_t id, const struct entry *table, uint32_t size)
{
    uint32_t i;

    for (i = 0; i < size && table[i].id != 0; i++) {
        if (table[i].id == id)
            return table[i].label;
    }
    return 0;
}

void
__wasm_longjmp(void *env, int val)
{
    static struct jump jump;

    jump.env = env;
    jump.val = val;
    __builtin_wasm_throw(TAG_LONGJMP, &jump);
}
