using Pacs.Archive;
using Pacs.Archive.Sqlite;
using Pacs.Core;

await using DicomArchive archive = await SqliteArchive.OpenAsync("archive");
