// What keeps a lesson from starting: a code to look for, and a sentence that says what to do.

type LessonErrorCode =
  | 'LESSON_NAME'
  | 'LESSON_SETTING'
  | 'LESSON_SAY_PATH'
  | 'LESSON_BROKER'
  | 'LESSON_PROGRAM'
  | 'LESSON_PORT'
  | 'LESSON_FARM';

export class LessonError extends Error {
  override readonly name = 'LessonError';
  readonly code: LessonErrorCode;

  constructor(code: LessonErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
