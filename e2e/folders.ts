/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { join, resolve } from 'node:path';

export const root = resolve(__dirname, '..');
export const e2e = join(root, 'e2e');
export const examples = join(root, 'examples');
/** What may survive a run: never part of git or of the published package. */
export const cache = join(root, '.cache');
