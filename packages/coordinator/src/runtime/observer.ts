/** What the runtime tells about its work, for logs and metrics. */
export interface RuntimeObserver<Notice> {
  notice(notice: Notice, partition: number): void
  loaded(load: { readonly partition: number; readonly durationMs: number; readonly recordCount: number }): void
  appended(batch: { readonly recordCount: number; readonly sizeBytes: number }): void
  appendFailed(failure: { readonly partition: number; readonly errorCode: number }): void
}
