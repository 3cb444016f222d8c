"""The only writers of stored figures. The worker acts for nobody: who changed what stands in the audit row of the change."""
