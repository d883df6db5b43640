/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { extname, join } from 'node:path';
import { Readable } from 'node:stream';
import { BinaryDataConfig, BinaryDataService } from 'n8n-core';
import { fileTypeFromMimeType, type IBinaryData } from 'n8n-workflow';
import { Container } from './engineServices';
import { n8nFolder } from './outside';
import { MemoryManager } from './memoryManager';
import type { BinaryMode, BinaryOptions, StoreTrouble } from './types';

/** n8n's own binary data service, kept in the harness's folder. */
export class BinaryStore {
	private readonly service = Container.get(BinaryDataService);

	static async open(): Promise<BinaryStore> {
		const config = Container.get(BinaryDataConfig);
		config.mode = 'filesystem';
		config.localStoragePath = join(n8nFolder, 'binary-data');
		const store = new BinaryStore();
		await store.service.init();
		store.service.setManager('database', new MemoryManager(Infinity));
		store.service.setManager('s3', new MemoryManager(64 * 1024));
		return store;
	}

	setMode(mode: BinaryMode): void {
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

	/**
	 * From now on the store does this instead; without an argument it is itself again. What is not
	 * named stays as it is.
	 */
	trouble({ stream, metadata }: StoreTrouble = {}): void {
		const own = this.service as Partial<Pick<BinaryDataService, 'getAsStream' | 'getMetadata'>>;
		delete own.getAsStream;
		delete own.getMetadata;
		const { getAsStream, getMetadata } = BinaryDataService.prototype;
		if (stream) {
			own.getAsStream = async (id, size) =>
				await stream(async () => await getAsStream.call(this.service, id, size));
		}
		if (metadata) {
			own.getMetadata = async (id) =>
				await metadata(async () => await getMetadata.call(this.service, id));
		}
	}

	/** As n8n does with a file of a webhook when the execution ends. */
	async rename(id: string, executionId: string): Promise<string> {
		const [mode, fileId] = id.split(':');
		const moved = fileId.replace('/temp/', `/${executionId}/`);
		await this.service.rename(fileId, moved);
		return `${mode}:${moved}`;
	}

	async delete(binaries: IBinaryData[]): Promise<void> {
		await this.service.deleteManyByBinaryDataId(binaries.flatMap(({ id }) => id ?? []));
	}

	async read(binary: IBinaryData): Promise<Buffer> {
		return await this.service.getAsBuffer(binary);
	}
}
