/** Questions by name, with the functions that answer them. */
export type Answers = Readonly<Record<string, (...detail: never[]) => unknown>>;

interface Question {
  readonly id: number;
  readonly name: string;
  readonly detail: never[];
}

/**
 * Answers the questions of the process that started this one (see children.ts), and says that it
 * is ready to. Ends when that process is gone or has no more questions.
 */
export function answering(answers: Answers, close: () => unknown = () => undefined): void {
  async function answer({ id, name, detail }: Question): Promise<void> {
    try {
      const given = await answers[name]?.(...detail);
      process.send?.({ id, answer: given });
    } catch (error) {
      process.send?.({ id, error: error instanceof Error ? error.stack : String(error) });
    }
  }
  async function end(): Promise<void> {
    await close();
    process.exit();
  }
  process.on('message', (question: Question) => void answer(question));
  process.on('disconnect', () => void end());
  process.send?.('ready');
}
