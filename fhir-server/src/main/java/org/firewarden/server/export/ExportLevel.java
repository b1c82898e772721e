package org.firewarden.server.export;

/** Whose data an export is about (FHIR Bulk Data Access 2.0.0, Bulk Data Kick-off Request). */
enum ExportLevel {
    /** All patients, and what is nobody's record: practitioners, organizations, medications. */
    SYSTEM,
    /** All patients. */
    PATIENTS,
    /** The members of a Group. */
    GROUP
}
