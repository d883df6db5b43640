// n8n loads the nodes and credentials that package.json registers; there is nothing else to export.
