/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { extname, join } from 'node:path';
import { Readable } from 'node:stream';
import { BinaryDataConfig, BinaryDataService } from 'n8n-core';
import { fileTypeFromMimeType, type IBinaryData } from 'n8n-workflow';
import { Container } from './engineServices';
import { n8nFolder } from './engineSettings';
import type { BinaryOptions } from './types';

type Mode = 'filesystem' | 'default';

/** n8n's own binary data service, kept in the harness's folder. */
export class BinaryStore {
	private readonly service = Container.get(BinaryDataService);

	static async open(): Promise<BinaryStore> {
		const config = Container.get(BinaryDataConfig);
		config.mode = 'filesystem';
		config.localStoragePath = join(n8nFolder, 'binary-data');
		const store = new BinaryStore();
		await store.service.init();
		return store;
	}

	setMode(mode: Mode): void {
		Container.get(BinaryDataConfig).mode = mode;
		// Settled by init() in n8n; its managers exist already, so only the choice changes.
		const chosen = mode === 'filesystem' ? 'filesystem-v2' : mode;
		(this.service as unknown as { mode: string }).mode = chosen;
	}

	async store(options: BinaryOptions): Promise<IBinaryData> {
		const { bytes, fileName, mimeType = 'application/octet-stream' } = options;
		const described: IBinaryData = { data: '', mimeType };
		const fileType = fileTypeFromMimeType(mimeType);
		if (fileType) described.fileType = fileType;
		if (fileName) {
			described.fileName = fileName;
			const extension = extname(fileName).slice(1);
			if (extension) described.fileExtension = extension;
		}
		return await this.service.store(
			{
				type: 'execution',
				workflowId: options.workflowId ?? 'workflow',
				executionId: options.executionId ?? 'earlier-node',
			},
			Buffer.isBuffer(bytes) ? bytes : Readable.from(bytes, { objectMode: false }),
			described,
		);
	}

	async delete(binaries: IBinaryData[]): Promise<void> {
		await this.service.deleteManyByBinaryDataId(binaries.flatMap(({ id }) => id ?? []));
	}

	async read(binary: IBinaryData): Promise<Buffer> {
		return await this.service.getAsBuffer(binary);
	}
}
