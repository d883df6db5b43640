/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';

import { examples } from '../folders';
import type { Credential, Workflow } from '../n8n/rest';
import type { Setting } from './setting';
import { chain, node, readFiles, start, tikTok } from './workflows';

export const photoNames = ['photo-1.jpg', 'photo-2.jpg'];

/** Both photos become files of one item, which becomes one post. */
export async function photoPost(setting: Setting, credential: Credential): Promise<Workflow> {
	for (const name of photoNames) {
		await copyFile(join(examples, 'media', name), join(setting.filesFolder, name));
	}
	return chain('Photos from files', [
		start(),
		readFiles(join(setting.filesFolder, '*.jpg')),
		node('One Item', 'n8n-nodes-base.aggregate', 1, {
			aggregate: 'aggregateAllItemData',
			options: { includeBinaries: true },
		}),
		tikTok(
			{
				resource: 'photo',
				operation: 'post',
				photoSource: 'binary',
				binaryPropertyNames: '',
				postMode: 'DIRECT_POST',
				title: 'From files',
				privacyLevel: 'PUBLIC_TO_EVERYONE',
				returnWhen: 'published',
				options: { maxWaitMinutes: 2 },
			},
			credential,
		),
	]);
}
