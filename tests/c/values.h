// Values of the contract in C: made for arguments, and looked into in answers. What is made of others takes them over.

#ifndef BADGEHOUSE_VALUES_H
#define BADGEHOUSE_VALUES_H

#include <stdlib.h>
#include <string.h>
#include <wasmtime.h>
#include <wasmtime/component.h>

typedef wasmtime_component_val_t Value;

typedef struct {
    const char *name;
    Value value;
} Field;

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define RECORD(...) record(COUNT(((Field[]){__VA_ARGS__})), (Field[]){__VA_ARGS__})
#define LIST(...) list(COUNT(((Value[]){__VA_ARGS__})), (Value[]){__VA_ARGS__})

static inline wasm_name_t name_of(const char *text) {
    wasm_name_t name;
    wasm_byte_vec_new(&name, strlen(text), text);
    return name;
}

static inline Value *boxed(Value value) { return wasmtime_component_val_new(&value); }

static inline Value text(const char *text) {
    return (Value){.kind = WASMTIME_COMPONENT_STRING, .of.string = name_of(text)};
}

static inline Value truth(bool holds) { return (Value){.kind = WASMTIME_COMPONENT_BOOL, .of.boolean = holds}; }

static inline Value enumeration(const char *name) {
    return (Value){.kind = WASMTIME_COMPONENT_ENUM, .of.enumeration = name_of(name)};
}

static inline Value none(void) { return (Value){.kind = WASMTIME_COMPONENT_OPTION, .of.option = NULL}; }

static inline Value some(Value value) {
    return (Value){.kind = WASMTIME_COMPONENT_OPTION, .of.option = boxed(value)};
}

// A variant's case without a payload.
static inline Value variant(const char *name) {
    return (Value){.kind = WASMTIME_COMPONENT_VARIANT, .of.variant = {.discriminant = name_of(name), .val = NULL}};
}

static inline Value ok(Value value) {
    return (Value){.kind = WASMTIME_COMPONENT_RESULT, .of.result = {.is_ok = true, .val = boxed(value)}};
}

static inline Value refused(Value value) {
    return (Value){.kind = WASMTIME_COMPONENT_RESULT, .of.result = {.is_ok = false, .val = boxed(value)}};
}

static inline Value list(size_t count, const Value *items) {
    Value made = {.kind = WASMTIME_COMPONENT_LIST};
    wasmtime_component_vallist_new_uninit(&made.of.list, count);
    for (size_t at = 0; at < count; at++) made.of.list.data[at] = items[at];
    return made;
}

static inline Value bytes(size_t count, const uint8_t *content) {
    Value made = {.kind = WASMTIME_COMPONENT_LIST};
    wasmtime_component_vallist_new_uninit(&made.of.list, count);
    for (size_t at = 0; at < count; at++) {
        made.of.list.data[at] = (Value){.kind = WASMTIME_COMPONENT_U8, .of.u8 = content[at]};
    }
    return made;
}

static inline Value record(size_t count, const Field *fields) {
    Value made = {.kind = WASMTIME_COMPONENT_RECORD};
    wasmtime_component_valrecord_new_uninit(&made.of.record, count);
    for (size_t at = 0; at < count; at++) {
        made.of.record.data[at].name = name_of(fields[at].name);
        made.of.record.data[at].val = fields[at].value;
    }
    return made;
}

// Whether a name, or a text, is this one.
static inline bool is(const wasm_name_t *name, const char *text) {
    return name->size == strlen(text) && memcmp(name->data, text, name->size) == 0;
}

// A record's field. The contract has it, or this program is of another one.
static inline const Value *field(const Value *of, const char *name) {
    for (size_t at = 0; at < of->of.record.size; at++) {
        if (is(&of->of.record.data[at].name, name)) return &of->of.record.data[at].val;
    }
    abort();
}

// A text that ends with a zero, which its owner frees.
static inline char *copied(const Value *text) {
    char *copy = calloc(text->of.string.size + 1, 1);
    if (copy == NULL) abort();
    return memcpy(copy, text->of.string.data, text->of.string.size);
}

#endif
