// A store in memory: the whole of what a host has to bring. Entries are sorted by their keys.

#ifndef BADGEHOUSE_STORE_H
#define BADGEHOUSE_STORE_H

#include <stdio.h>

#include "values.h"

typedef struct {
    char *key;
    uint8_t *content;
    size_t length;
    unsigned long version;
} Entry;

typedef struct {
    Entry *entries;
    size_t count;
    unsigned long puts;
} Store;

#define CALLBACK(name) \
    static wasmtime_error_t *name(void *data, wasmtime_context_t *context, \
                                  const wasmtime_component_func_type_t *type, Value *given, size_t given_count, \
                                  Value *answer, size_t answer_count)
#define UNUSED (void)data, (void)context, (void)type, (void)given, (void)given_count, (void)answer_count

// Where a key is, or belongs.
static size_t place(const Store *store, const char *key, bool *found) {
    size_t at = 0;
    while (at < store->count && strcmp(store->entries[at].key, key) < 0) at++;
    *found = at < store->count && strcmp(store->entries[at].key, key) == 0;
    return at;
}

static Value told(const Entry *entry) {
    char version[24];
    snprintf(version, sizeof version, "%lu", entry->version);
    return RECORD({"value", bytes(entry->length, entry->content)}, {"version", text(version)});
}

CALLBACK(store_get) {
    UNUSED;
    const Store *store = data;
    const wasmtime_component_vallist_t *keys = &given[0].of.list;
    Value found = list(0, NULL);
    wasmtime_component_vallist_new_uninit(&found.of.list, keys->size);
    for (size_t at = 0; at < keys->size; at++) {
        char *key = copied(&keys->data[at]);
        bool there;
        size_t where = place(store, key, &there);
        found.of.list.data[at] = there ? some(told(&store->entries[where])) : none();
        free(key);
    }
    answer[0] = ok(found);
    return NULL;
}

CALLBACK(store_list) {
    UNUSED;
    const Store *store = data;
    char *prefix = copied(&given[0]);
    char *after = given[1].of.option == NULL ? NULL : copied(given[1].of.option);
    size_t limit = given[2].of.u32, count = 0;
    Value *found = calloc(limit + 1, sizeof(Value));
    if (found == NULL) abort();
    for (size_t at = 0; at < store->count && count < limit; at++) {
        const Entry *entry = &store->entries[at];
        if (strncmp(entry->key, prefix, strlen(prefix)) != 0) continue;
        if (after != NULL && strcmp(entry->key, after) <= 0) continue;
        found[count++] = RECORD({"key", text(entry->key)}, {"entry", told(entry)});
    }
    answer[0] = ok(list(count, found));
    free(found);
    free(after);
    free(prefix);
    return NULL;
}

// Whether what a change expects at its key is so.
static bool holds(const Store *store, const Value *change) {
    const wasmtime_component_valvariant_t *expect = &field(change, "expect")->of.variant;
    char *key = copied(field(change, "key"));
    bool there;
    size_t where = place(store, key, &there);
    free(key);
    if (is(&expect->discriminant, "any")) return true;
    if (is(&expect->discriminant, "absent")) return !there;
    char version[24] = "";
    if (there) snprintf(version, sizeof version, "%lu", store->entries[where].version);
    return there && is(&expect->val->of.string, version);
}

static void put(Store *store, size_t at, bool there, char *key, const Value *value) {
    if (!there) {
        store->entries = realloc(store->entries, (store->count + 1) * sizeof(Entry));
        if (store->entries == NULL) abort();
        memmove(&store->entries[at + 1], &store->entries[at], (store->count - at) * sizeof(Entry));
        store->entries[at] = (Entry){.key = key};
        store->count++;
    } else {
        free(store->entries[at].content);
        free(key);
    }
    Entry *entry = &store->entries[at];
    entry->version = ++store->puts;
    entry->length = value->of.list.size;
    entry->content = malloc(entry->length + 1);
    if (entry->content == NULL) abort();
    for (size_t byte = 0; byte < entry->length; byte++) entry->content[byte] = value->of.list.data[byte].of.u8;
}

CALLBACK(store_commit) {
    UNUSED;
    Store *store = data;
    const wasmtime_component_vallist_t *changes = &given[0].of.list;
    for (size_t at = 0; at < changes->size; at++) {
        if (holds(store, &changes->data[at])) continue;
        answer[0] = ok(enumeration("conflict"));
        return NULL;
    }
    for (size_t at = 0; at < changes->size; at++) {
        const Value *change = &changes->data[at];
        const wasmtime_component_valvariant_t *action = &field(change, "action")->of.variant;
        char *key = copied(field(change, "key"));
        bool there;
        size_t where = place(store, key, &there);
        if (is(&action->discriminant, "put")) {
            put(store, where, there, key, field(action->val, "value"));
            continue;
        }
        free(key);
        if (!is(&action->discriminant, "delete") || !there) continue;
        free(store->entries[where].key);
        free(store->entries[where].content);
        memmove(&store->entries[where], &store->entries[where + 1], (store->count - where - 1) * sizeof(Entry));
        store->count--;
    }
    answer[0] = ok(enumeration("committed"));
    return NULL;
}

static void forget(Store *store) {
    for (size_t at = 0; at < store->count; at++) {
        free(store->entries[at].key);
        free(store->entries[at].content);
    }
    free(store->entries);
}

#endif
