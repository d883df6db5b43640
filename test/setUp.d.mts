/** Resolves to whether something was installed. */
export function installWhenLockChanged(
	directory: string,
	label: string,
	extraArguments?: string[],
): Promise<boolean>;

/** What every command does first; ends the process with a sentence when it cannot be done. */
export function setUp(): Promise<void>;
