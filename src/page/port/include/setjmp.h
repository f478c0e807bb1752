/* setjmp() by WebAssembly's exceptions, which WASI's library lacks; the
 * runtime is sjlj.c. */
#ifndef PAGE_SETJMP_H
#define PAGE_SETJMP_H

typedef struct {
    unsigned long id;
    unsigned long pad[3];
} jmp_buf[1];

int setjmp(jmp_buf env) __attribute__((__returns_twice__));
_Noreturn void longjmp(jmp_buf env, int val);

#endif
