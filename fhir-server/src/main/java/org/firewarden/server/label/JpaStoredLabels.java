package org.firewarden.server.label;

import ca.uhn.fhir.jpa.dao.data.ITagDefinitionDao;
import ca.uhn.fhir.jpa.model.entity.ResourceTable;
import ca.uhn.fhir.jpa.model.entity.TagDefinition;
import ca.uhn.fhir.jpa.model.entity.TagTypeEnum;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.firewarden.gate.decision.Confidentiality;
import org.firewarden.gate.label.LabelLookup;
import org.firewarden.gate.label.Labels;
import org.firewarden.gate.label.StoredLabels;
import org.hl7.fhir.r4.model.Coding;
import org.springframework.data.domain.Pageable;

/**
 * Labels as HAPI stores them, as tags of the resource and of all its versions. HAPI's own {@code metaAddOperation} does the same
 * one resource at a time, with five queries each and the gate's hooks in between; here a transaction's labels take a query for
 * each type.
 */
final class JpaStoredLabels implements StoredLabels, LabelLookup {

    private static final int CHUNK = 500;

    private final EntityManager entities;
    private final ITagDefinitionDao definitions;

    JpaStoredLabels(EntityManager entities, ITagDefinitionDao definitions) {
        this.entities = entities;
        this.definitions = definitions;
    }

    @Override
    public Map<String, Labels> of(Set<String> references) {
        Map<String, Labels> found = new HashMap<>();
        byType(references)
                .forEach((type, ids) -> resources(type, ids).forEach(resource -> {
                    Labels labels = Labels.of(resource.getTags().stream()
                            .map(tag -> Objects.requireNonNull(tag.getTag()))
                            .filter(tag -> tag.getTagType() == TagTypeEnum.SECURITY_LABEL)
                            .map(tag -> new Coding(tag.getSystem(), tag.getCode(), null))
                            .toList());
                    if (!labels.isNone()) {
                        found.put(type + "/" + resource.getFhirId(), labels);
                    }
                }));
        return found;
    }

    private static Map<String, List<String>> byType(Set<String> references) {
        Map<String, List<String>> idsByType = new HashMap<>();
        references.forEach(reference -> idsByType
                .computeIfAbsent(type(reference), type -> new ArrayList<>())
                .add(id(reference)));
        return idsByType;
    }

    @Override
    public int raise(Map<String, Labels> labels) {
        Map<String, List<String>> idsByType = byType(labels.keySet());
        Map<String, TagDefinition> known = new HashMap<>();
        int raised = 0;
        for (Map.Entry<String, List<String>> ids : idsByType.entrySet()) {
            for (ResourceTable resource : resources(ids.getKey(), ids.getValue())) {
                Labels goal = labels.getOrDefault(ids.getKey() + "/" + resource.getFhirId(), Labels.NONE);
                raised += raise(resource, goal, known) ? 1 : 0;
            }
        }
        return raised;
    }

    private boolean raise(ResourceTable resource, Labels goal, Map<String, TagDefinition> known) {
        List<TagDefinition> present = resource.getTags().stream()
                .map(tag -> Objects.requireNonNull(tag.getTag()))
                .filter(tag -> tag.getTagType() == TagTypeEnum.SECURITY_LABEL)
                .toList();
        List<TagDefinition> missing = new ArrayList<>();
        for (String code : goal.codes()) {
            if (present.stream().noneMatch(tag -> is(tag, Labels.CODE_SYSTEM, code))) {
                missing.add(definition(Labels.CODE_SYSTEM, code, known));
            }
        }
        boolean isAsHigh = present.stream()
                .filter(tag -> Confidentiality.SYSTEM.equals(tag.getSystem()))
                .flatMap(tag -> Confidentiality.ofCode(String.valueOf(tag.getCode())).stream())
                .anyMatch(confidentiality -> confidentiality.compareTo(goal.confidentiality()) >= 0);
        if (!isAsHigh && goal.confidentiality() != Confidentiality.U) {
            missing.add(
                    definition(Confidentiality.SYSTEM, goal.confidentiality().name(), known));
        }
        missing.forEach(resource::addTag);
        if (!missing.isEmpty()) {
            resource.setHasTags(true);
        }
        return !missing.isEmpty();
    }

    private List<ResourceTable> resources(String type, List<String> ids) {
        List<ResourceTable> resources = new ArrayList<>();
        for (int from = 0; from < ids.size(); from += CHUNK) {
            resources.addAll(entities.createQuery(
                            "SELECT DISTINCT r FROM ResourceTable r LEFT JOIN FETCH r.myTags t LEFT JOIN FETCH t.myTag"
                                    + " WHERE r.myResourceType = :type AND r.myFhirId IN (:ids)",
                            ResourceTable.class)
                    .setParameter("type", type)
                    .setParameter("ids", ids.subList(from, Math.min(ids.size(), from + CHUNK)))
                    .getResultList());
        }
        return resources;
    }

    private TagDefinition definition(String system, String code, Map<String, TagDefinition> known) {
        return known.computeIfAbsent(
                system + " " + code,
                key -> definitions
                        .findByTagTypeAndSchemeAndTermAndVersionAndUserSelected(
                                TagTypeEnum.SECURITY_LABEL, system, code, null, null, Pageable.ofSize(1))
                        .stream()
                        .findFirst()
                        .orElseGet(() ->
                                definitions.save(new TagDefinition(TagTypeEnum.SECURITY_LABEL, system, code, null))));
    }

    private static boolean is(TagDefinition tag, String system, String code) {
        return system.equals(tag.getSystem()) && code.equals(tag.getCode());
    }

    private static String type(String reference) {
        return reference.substring(0, reference.indexOf('/'));
    }

    private static String id(String reference) {
        return reference.substring(reference.indexOf('/') + 1);
    }
}
