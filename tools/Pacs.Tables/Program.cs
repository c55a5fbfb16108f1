using Pacs.Tables;

if (args.Length is 0 or > 2 || (args.Length == 2 && args[1] != "--check"))
{
    Console.Error.WriteLine("Usage: Pacs.Tables DICTIONARY_FOLDER [--check]");
    Console.Error.WriteLine("Writes src/Pacs.Core/Dictionary/*.g.cs from the tables; with --check exits 1 when the files there differ.");
    return 2;
}

string target = Generator.FindTargetFolder(Environment.CurrentDirectory)
    ?? throw new InvalidOperationException("Run inside the repository: no parent folder holds Pacs.sln.");
IReadOnlyList<GeneratedFile> files = Generator.Generate(args[0]);
if (args.Length == 1)
{
    foreach (GeneratedFile file in files) File.WriteAllText(Path.Combine(target, file.Name), file.Text);
    return 0;
}

IReadOnlyList<string> differing = Generator.FindDifferences(target, files);
foreach (string name in differing) Console.Error.WriteLine($"{name} differs from what the tables say.");
return differing.Count == 0 ? 0 : 1;
