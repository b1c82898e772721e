package org.firewarden.gate.masking;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.firewarden.access.ElementRules;
import org.firewarden.access.ElementRules.Visibility;

/**
 * The rules of one element and, once asked for, of those in it: what {@link ElementRules} says of a path, looked up once for
 * all resources. Elements that nest in themselves without end and URLs of extensions are not remembered beyond a bound.
 */
final class MaskNode {

    private static final int REMEMBERED_CHILDREN = 200;
    private static final int REMEMBERED_DEPTH = 12;

    private final ElementRules rules;
    private final String path;
    private final int depth;
    private final Visibility visibility;
    private final Map<String, MaskNode> children = new ConcurrentHashMap<>();

    private MaskNode(ElementRules rules, String path, int depth) {
        this.rules = rules;
        this.path = path;
        this.depth = depth;
        this.visibility = rules.of(path);
    }

    /** The rules of a resource type as a whole. */
    static MaskNode root(ElementRules rules, String resourceType) {
        return new MaskNode(rules, resourceType, 0);
    }

    Visibility visibility() {
        return visibility;
    }

    /** The rules of an element in this one. */
    MaskNode child(String name) {
        MaskNode known = children.get(name);
        if (known != null) {
            return known;
        }
        MaskNode child = new MaskNode(rules, path + "." + name, depth + 1);
        if (depth < REMEMBERED_DEPTH && children.size() < REMEMBERED_CHILDREN) {
            children.put(name, child);
        }
        return child;
    }

    /**
     * The rules of an extension in this element.
     *
     * @param name {@code extension} or {@code modifierExtension}
     * @param url the extension's URL; one that could be taken for a part of a path stands for none that is listed
     */
    MaskNode extension(String name, String url) {
        boolean isPlain = url.indexOf('(') < 0 && url.indexOf(')') < 0;
        return child(name + "(" + (isPlain ? url : "") + ")");
    }
}
