import type { IDataObject, INodeParameters, WorkflowActivateMode } from 'n8n-workflow';
import type { ClockModule, VirtualClock } from '../../../harness';
import { freshUsername } from '../../../harness/accounts';
import { jumpThroughWaits } from '../../../harness/jumpThroughWaits';
import type { Setting } from '../../../harness/setting';
import type { CredentialRef, PollResult } from '../../../harness/types';

/** An account that no other test has used, time that only passes when told, and what posts to it. */
export class Scene {
	readonly username = freshUsername();
	readonly credential: CredentialRef;
	private readonly clock: VirtualClock;

	constructor(readonly setting: Setting) {
		setting.emulator.reset();
		setting.emulator.addAccount({ username: this.username });
		this.clock = jumpThroughWaits(setting);
		this.credential = setting.connect({ username: this.username });
	}

	end(): void {
		this.clock.uninstall();
		expect(this.setting.emulator.faults.remaining()).toEqual([]);
		this.setting.emulator.faults.clear();
	}

	async passes(minutes: number): Promise<void> {
		const clock = this.setting.harness.packageModule<ClockModule>(
			'dist/nodes/TikTok/shared/clock.js',
		);
		await clock.wait(minutes * 60_000);
	}

	/** Posts with the TikTok node, in another workflow than the trigger's. */
	async post(
		parameters: INodeParameters = {},
		options: { mode?: 'manual' | 'trigger'; credential?: CredentialRef } = {},
	): Promise<string> {
		const { items, error } = await this.setting.harness.run({
			workflowId: 'posting',
			parameters: {
				resource: 'video',
				operation: 'upload',
				postMode: 'DIRECT_POST',
				privacyLevel: 'PUBLIC_TO_EVERYONE',
				binaryPropertyName: 'data',
				...parameters,
			},
			items: [await this.setting.itemWithFiles(1000)],
			credentials: [options.credential ?? this.credential],
			mode: options.mode ?? 'trigger',
		});
		expect(error).toBeUndefined();
		return items[0].json.publish_id as string;
	}

	async draft(): Promise<string> {
		return await this.post({ postMode: 'MEDIA_UPLOAD' });
	}

	statusCalls(): number {
		return this.setting.emulator.requests.filter(({ path }) => path.includes('status/fetch'))
			.length;
	}

	trigger(parameters: INodeParameters = {}, credential = this.credential): TriggerUnderTest {
		return new TriggerUnderTest(this, parameters, credential);
	}
}

let workflows = 0;

/** A trigger as n8n runs it: registered with live static data, of which only some moments are saved. */
export class TriggerUnderTest {
	readonly workflowId = `trigger-${++workflows}`;
	/** The static data of the whole workflow. */
	private live: IDataObject = {};
	private saved = '{}';
	private activation: WorkflowActivateMode = 'activate';
	private isNew = true;
	private nodeName = 'TikTok Trigger';

	constructor(
		private readonly scene: Scene,
		public parameters: INodeParameters,
		private readonly credential: CredentialRef,
	) {}

	/** Switches the workflow on, which polls at once. */
	async activate(): Promise<PollResult> {
		return await this.register('activate');
	}

	/** n8n is killed and started again: what was not saved is gone. */
	async restart(): Promise<PollResult> {
		return await this.register('init');
	}

	/** The node is renamed and the change published: n8n registers it anew, with what it has saved. */
	async rename(nodeName: string): Promise<PollResult> {
		this.nodeName = nodeName;
		return await this.register('update');
	}

	/** Its fields are changed and the change published. */
	async change(parameters: INodeParameters): Promise<PollResult> {
		this.parameters = parameters;
		return await this.register('update');
	}

	/** What n8n has saved; as of an older version, or broken, when a test says so. */
	get savedData(): IDataObject {
		return JSON.parse(this.saved) as IDataObject;
	}

	set savedData(data: IDataObject) {
		this.saved = JSON.stringify(data);
	}

	async poll(mode: 'trigger' | 'manual' = 'trigger'): Promise<PollResult> {
		const live = mode === 'manual' ? (JSON.parse(this.saved) as IDataObject) : this.live;
		const before = this.saved;
		const result = await this.scene.setting.harness.poll({
			parameters: this.parameters,
			credentials: [this.credential],
			workflowId: this.workflowId,
			nodeName: this.nodeName,
			workflowStaticData: live,
			activation: this.activation,
			mode,
		});
		if (mode === 'manual') expect(JSON.stringify(live)).toBe(before);
		// n8n saves what returns something, and after the first poll of a registration.
		else if (result.output !== null || this.isNew) this.saved = JSON.stringify(live);
		if (mode !== 'manual') this.isNew = false;
		return result;
	}

	/** Polls every so many minutes; all events with the minutes they came after. */
	async polls(times: number, everyMinutes = 1): Promise<IDataObject[]> {
		const items: IDataObject[] = [];
		for (let poll = 0; poll < times; poll += 1) {
			await this.scene.passes(everyMinutes);
			items.push(...(await this.poll()).items.map(({ json }) => json));
		}
		return items;
	}

	private async register(activation: WorkflowActivateMode): Promise<PollResult> {
		this.live = JSON.parse(this.saved) as IDataObject;
		this.activation = activation;
		this.isNew = true;
		return await this.poll();
	}
}

/** Reduced to what fired for which post. */
export const eventsOf = (items: IDataObject[]) =>
	items.map(({ publish_id, event }) => [publish_id, event]);
