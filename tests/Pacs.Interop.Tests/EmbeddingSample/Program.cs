using Pacs.Archive.Sqlite;
using Pacs.Core;
using Pacs.Server;

await using var archive = await SqliteArchive.OpenAsync("archive");
await using var server = await PacsServer.StartAsync(archive, new() { AeTitle = "CT_CONSOLE", Port = 11112 });

Console.WriteLine($"Listening on {server.EndPoint}. Send a study, then press Enter.");
Console.ReadLine();

var query = DicomQuery.Studies().Return(DicomTag.PatientName, DicomTag.NumberOfStudyRelatedInstances);
await foreach (var study in archive.FindAsync(query))
    Console.WriteLine($"{study.GetString(DicomTag.PatientName)}: {study.GetString(DicomTag.NumberOfStudyRelatedInstances)} images");
