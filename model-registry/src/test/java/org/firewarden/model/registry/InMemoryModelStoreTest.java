package org.firewarden.model.registry;

class InMemoryModelStoreTest extends ModelStoreContract {

    @Override
    ModelStore store() {
        return new InMemoryModelStore();
    }
}
