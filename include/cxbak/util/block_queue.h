/*
 * Blocks of bytes on their way from one thread to another, a few at a time: so
 * neither waits for the other as long as both keep up.  Who waits is woken
 * when half of the queue is ready for him, not for every block.  A
 * `struct block_queue` owns its blocks.
 */
#ifndef CXBAK_UTIL_BLOCK_QUEUE_H
#define CXBAK_UTIL_BLOCK_QUEUE_H

#include <stddef.h>
#include <stdint.h>

struct block_queue;

/* A queue of at most `count` blocks, a multiple of 2, of `size` bytes. */
struct block_queue *block_queue_new(size_t count, size_t size);

/* The giver's: room for the next block, or NULL when the queue was closed. */
uint8_t *block_queue_room(struct block_queue *q);

/* Hand over `n` bytes, at least one, that are in the room now. */
void block_queue_give(struct block_queue *q, size_t n);

/* Nothing more comes. */
void block_queue_end(struct block_queue *q);

/* The taker's: the next block, of `*n` bytes, which is his until he asks for
 * another; or NULL at the end, or when the queue was closed. */
const uint8_t *block_queue_take(struct block_queue *q, size_t *n);

/* Either's: nothing more is wanted. */
void block_queue_close(struct block_queue *q);

/* Release, when the other thread has ended; NULL is allowed. */
void block_queue_free(struct block_queue *q);

#endif
