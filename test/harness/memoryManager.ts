/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import type { BinaryData } from 'n8n-core';

/**
 * Stands in for a manager of n8n's binary data that needs a database or a bucket: same ids, same way
 * of delivering.
 */
export class MemoryManager implements BinaryData.Manager {
	private readonly files = new Map<string, { bytes: Buffer; metadata: BinaryData.Metadata }>();

	/** @param pieceBytes a bucket delivers pieces of its own size, a database the whole file */
	constructor(private readonly pieceBytes: number) {}

	async init() {}

	async store(
		location: BinaryData.FileLocation,
		content: Buffer | Readable,
		metadata: BinaryData.PreWriteMetadata,
	) {
		const pieces: Buffer[] = [];
		if (Buffer.isBuffer(content)) pieces.push(content);
		else for await (const piece of content) pieces.push(piece as Buffer);
		const bytes = Buffer.concat(pieces);
		const { workflowId, executionId } = location as { workflowId: string; executionId: string };
		const folder = `workflows/${workflowId}/executions/${executionId || 'temp'}`;
		const fileId = `${folder}/binary_data/${randomUUID()}`;
		this.files.set(fileId, { bytes, metadata: { ...metadata, fileSize: bytes.length } });
		return { fileId, fileSize: bytes.length };
	}

	getPath(fileId: string) {
		return fileId;
	}

	async getAsBuffer(fileId: string) {
		return this.file(fileId).bytes;
	}

	async getAsStream(fileId: string) {
		const { bytes } = this.file(fileId);
		const { pieceBytes } = this;
		function* pieces() {
			for (let at = 0; at < bytes.length; at += pieceBytes) {
				yield bytes.subarray(at, at + Math.min(pieceBytes, bytes.length));
			}
		}
		return Readable.from(pieces(), { objectMode: false });
	}

	async getMetadata(fileId: string) {
		return this.file(fileId).metadata;
	}

	async deleteManyByFileId(fileIds: string[]) {
		for (const fileId of fileIds) this.files.delete(fileId);
	}

	async copyByFileId(): Promise<string> {
		throw new Error('Not needed');
	}

	async copyByFilePath(): Promise<BinaryData.WriteResult> {
		throw new Error('Not needed');
	}

	async rename(oldFileId: string, newFileId: string) {
		this.files.set(newFileId, this.file(oldFileId));
		this.files.delete(oldFileId);
	}

	private file(fileId: string) {
		const found = this.files.get(fileId);
		if (!found) throw new Error('File not found');
		return found;
	}
}
