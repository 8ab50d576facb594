import type { Command } from 'commander';
import { Output } from './output/output.ts';
import { type Profile, profileNamed } from './profile/profile.ts';

/** What every command works with. */
export interface CommandContext {
  readonly output: Output;
  readonly profile: Profile;
  /** Aborted by Ctrl-C: the command takes back what is under way, and ends. */
  readonly interrupted: AbortSignal;
}

/** Options of every command. */
export interface CommonOptions {
  readonly json?: boolean;
  readonly profile?: string;
}

/** Carries out a command; the result is its exit code, 0 when there is none. */
export type Run<Arguments extends readonly unknown[], Options> = (
  context: CommandContext,
  options: Options,
  ...args: Arguments
) => Promise<number | undefined>;

/** Says what a command does when it is called. Its exit code becomes that of the process. */
export type Act = <Arguments extends readonly unknown[], Options extends object>(
  command: Command,
  run: Run<Arguments, Options>,
) => void;

/** Makes {@link Act}. */
export function actWith(
  interrupted: AbortSignal,
  onEnd: (exitCode: number) => void,
  failed: (error: unknown, output: Output) => number,
): Act {
  return (command, run) => {
    command.option('--json', 'print JSON, one line for each thing that happens');
    command.action(async (...given: unknown[]) => {
      // commander gives the arguments, then the options, then the command.
      const args = given.slice(0, -2) as never;
      const options = command.optsWithGlobals<CommonOptions>();
      const output = new Output(options.json === true);
      try {
        const profile = profileNamed(options.profile);
        const code = await run({ output, profile, interrupted }, options as never, ...args);
        output.clearStatus();
        onEnd(code ?? 0);
      } catch (error) {
        onEnd(failed(error, output));
      }
    });
  };
}
