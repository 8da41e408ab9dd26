// Hosts the component without resources on wasmtime's C API: creates an account, fetches a token with its secret, and sees a wrong secret refused.
//
//     python tests/c/run.py
//
// which finds headers and library, compiles this, and gives it the component as wasmtime has compiled it. Exit code 0: everything was as expected.

#include <stdio.h>
#include <sys/random.h>
#include <time.h>

#include "store.h"
#include "values.h"

#define CONTRACT(interface) "badgehouse:service-accounts/" interface "@0.1.0"

// Ends the program, and says what wasmtime told.
static void settle(wasmtime_error_t *error, const char *doing) {
    if (error == NULL) return;
    wasm_name_t message;
    wasmtime_error_message(error, &message);
    fprintf(stderr, "%s: %.*s\n", doing, (int)message.size, message.data);
    exit(1);
}

static void expect(bool holds, const char *what) {
    printf("%s %s\n", holds ? "ok" : "NOT", what);
    if (!holds) exit(1);
}

// The component signs and verifies for itself.
CALLBACK(unsupported) {
    UNUSED;
    answer[0] = refused(variant("unsupported"));
    return NULL;
}

CALLBACK(now) {
    UNUSED;
    Value seconds = {.kind = WASMTIME_COMPONENT_U64, .of.u64 = (uint64_t)time(NULL)};
    Value nanoseconds = {.kind = WASMTIME_COMPONENT_U32, .of.u32 = 0};
    answer[0] = RECORD({"seconds", seconds}, {"nanoseconds", nanoseconds});
    return NULL;
}

CALLBACK(randomness) {
    UNUSED;
    uint8_t content[256];
    uint64_t length = given[0].of.u64;
    if (length > sizeof content || getrandom(content, length, 0) != (ssize_t)length) abort();
    answer[0] = bytes(length, content);
    return NULL;
}

typedef struct {
    const char *name;
    wasmtime_component_func_callback_t callback;
} Function;

static void offer(wasmtime_component_linker_t *linker, const char *interface, size_t count, const Function *functions, Store *store) {
    wasmtime_component_linker_instance_t *root = wasmtime_component_linker_root(linker), *instance;
    settle(wasmtime_component_linker_instance_add_instance(root, interface, strlen(interface), &instance), interface);
    for (size_t at = 0; at < count; at++) {
        const char *name = functions[at].name;
        settle(wasmtime_component_linker_instance_add_func(instance, name, strlen(name), functions[at].callback, store, NULL), name);
    }
    wasmtime_component_linker_instance_delete(instance);
    wasmtime_component_linker_instance_delete(root);
}

#define OFFER(linker, interface, store, ...) \
    offer(linker, interface, COUNT(((Function[]){__VA_ARGS__})), (Function[]){__VA_ARGS__}, store)

// What is asked: an instance of the component, with a store.
typedef struct {
    wasmtime_context_t *context;
    wasmtime_component_instance_t instance;
    wasmtime_component_export_index_t *operations;
} Badgehouse;

// Asks for an operation; it takes over the arguments.
static Value ask(const Badgehouse *badges, const char *operation, size_t count, Value *arguments) {
    wasmtime_component_export_index_t *index = wasmtime_component_instance_get_export_index(
        &badges->instance, badges->context, badges->operations, operation, strlen(operation));
    wasmtime_component_func_t function;
    if (index == NULL || !wasmtime_component_instance_get_func(&badges->instance, badges->context, index, &function)) {
        fprintf(stderr, "the component has no %s\n", operation);
        exit(1);
    }
    // What stands there before is dropped.
    Value answer = {.kind = WASMTIME_COMPONENT_BOOL};
    settle(wasmtime_component_func_call(&function, badges->context, arguments, count, &answer, 1), operation);
    wasmtime_component_export_index_delete(index);
    for (size_t at = 0; at < count; at++) wasmtime_component_val_delete(&arguments[at]);
    return answer;
}

#define ASK(badges, operation, ...) \
    ask(badges, operation, COUNT(((Value[]){__VA_ARGS__})), (Value[]){__VA_ARGS__})

// What each call is given first.
static Value product(void) {
    // A key of this example's; a product keeps 32 random bytes of its own.
    Value sealing_key = text("KioqKioqKioqKioqKioqKioqKioqKioqKioqKioqKio");
    Value settings = RECORD({"issuer", text("https://id.acme.com")}, {"audiences", list(0, NULL)},
                            {"contact-domain", text("svc.acme.com")}, {"sealing-keys", LIST(sealing_key)},
                            {"catalogue", none()}, {"policy", none()}, {"base-path", none()});
    return RECORD({"settings", settings}, {"note", none()});
}

static Value new_account(void) {
    return RECORD({"app-type", text("custom")}, {"app", none()}, {"name", text("Nightly export")},
                  {"description", none()}, {"metadata", list(0, NULL)}, {"owner", none()}, {"expires-at", none()},
                  {"token-seconds", none()}, {"auth-methods", none()}, {"dpop-bound-access-tokens", truth(false)});
}

static Value token_request(const char *client_id, const char *client_secret) {
    return RECORD({"client-id", text(client_id)}, {"client-secret", text(client_secret)}, {"scope", none()},
                  {"resources", list(0, NULL)}, {"dpop", none()});
}

static void main_job(const Badgehouse *badges) {
    Value created = ASK(badges, "create-account", product(), variant("platform"), text("acme"), new_account(), none());
    expect(created.of.result.is_ok, "an account is created");
    const Value *account = created.of.result.val;
    char *client_id = copied(field(field(account, "account"), "client-id"));
    char *client_secret = copied(field(account, "client-secret")->of.option);

    Value token = ASK(badges, "request-token", product(), token_request(client_id, client_secret));
    expect(token.of.result.is_ok, "its program fetches a token");
    char *access_token = copied(field(token.of.result.val, "access-token"));
    expect(strncmp(access_token, "eyJ", 3) == 0, "which is a JWT");

    client_secret[strlen(client_secret) - 1] = '!';
    Value wrong = ASK(badges, "request-token", product(), token_request(client_id, client_secret));
    const Value *code = wrong.of.result.is_ok ? NULL : field(wrong.of.result.val, "code");
    expect(code != NULL && is(&code->of.enumeration, "invalid-client"), "a wrong secret is refused");

    free(access_token);
    free(client_secret);
    free(client_id);
    wasmtime_component_val_delete(&wrong);
    wasmtime_component_val_delete(&token);
    wasmtime_component_val_delete(&created);
}

int main(int count, char **arguments) {
    if (count != 2) {
        fprintf(stderr, "name the component, as wasmtime has compiled it\n");
        return 2;
    }
    wasm_engine_t *engine = wasm_engine_new();
    wasmtime_component_t *component;
    settle(wasmtime_component_deserialize_file(engine, arguments[1], &component), arguments[1]);

    Store store = {0};
    wasmtime_component_linker_t *linker = wasmtime_component_linker_new(engine);
    OFFER(linker, CONTRACT("store"), &store, {"get", store_get}, {"list", store_list}, {"commit", store_commit});
    OFFER(linker, CONTRACT("crypto"), NULL, {"generate", unsupported}, {"sign", unsupported}, {"verify", unsupported});
    OFFER(linker, "wasi:clocks/wall-clock@0.2.0", NULL, {"now", now});
    OFFER(linker, "wasi:random/random@0.2.0", NULL, {"get-random-bytes", randomness});

    wasmtime_store_t *wasm = wasmtime_store_new(engine, NULL, NULL);
    Badgehouse badges = {.context = wasmtime_store_context(wasm)};
    settle(wasmtime_component_linker_instantiate(linker, badges.context, component, &badges.instance), "the component");
    const char *operations = CONTRACT("operations");
    badges.operations = wasmtime_component_instance_get_export_index(
        &badges.instance, badges.context, NULL, operations, strlen(operations));
    main_job(&badges);

    wasmtime_component_export_index_delete(badges.operations);
    wasmtime_store_delete(wasm);
    wasmtime_component_linker_delete(linker);
    wasmtime_component_delete(component);
    wasm_engine_delete(engine);
    forget(&store);
    return 0;
}
