/** Posted files for the page, so that people see them: in memory, hence few, and the oldest go first. */
export class KeptMedia {
	private readonly files = new Map<string, Buffer[]>();
	private bytes = 0;

	/** @param limit bytes of all files together; with 0 nothing is kept */
	constructor(readonly limit: number) {}

	/** Where the parts of a file of this size are collected; nowhere when it is too large. */
	collector(size: number): Buffer[] | undefined {
		return size <= this.limit ? [] : undefined;
	}

	/** Adds a file to those of a publish, in the order of the post. */
	keep(publishId: string, parts: Buffer[] | undefined): void {
		if (!parts || this.limit === 0) return;
		const file = Buffer.concat(parts);
		if (file.length > this.limit) return;
		this.files.set(publishId, [...(this.files.get(publishId) ?? []), file]);
		this.bytes += file.length;
		for (const oldest of this.files.keys()) {
			if (this.bytes <= this.limit || oldest === publishId) break;
			this.forget(oldest);
		}
	}

	file(publishId: string, index: number): Buffer | undefined {
		return this.files.get(publishId)?.[index];
	}

	clear(): void {
		this.files.clear();
		this.bytes = 0;
	}

	private forget(publishId: string): void {
		for (const { length } of this.files.get(publishId) ?? []) this.bytes -= length;
		this.files.delete(publishId);
	}
}
