using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Pacs.Docs.Tests;

/// <summary>Puts a block and its context together as one program: usings, statements, types, in the order C# wants them.</summary>
internal static class SnippetProgram
{
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;

        """;

    public static SyntaxTree Compose(string block, string context)
    {
        CompilationUnitSyntax[] parts = [Parse(context), Parse(block)];
        var program = new StringBuilder(ImplicitUsings);
        foreach (var directive in parts.SelectMany(part => part.Usings).Select(directive => directive.ToString()).Distinct())
            program.AppendLine(directive);
        foreach (var statement in parts.SelectMany(part => part.Members.OfType<GlobalStatementSyntax>()))
            program.Append(statement.ToFullString()).AppendLine();
        // A program of declarations alone still needs somewhere to start.
        if (!parts.Any(part => part.Members.OfType<GlobalStatementSyntax>().Any()))
            program.AppendLine("return;");
        foreach (var declaration in parts.SelectMany(part => part.Members.Where(member => member is not GlobalStatementSyntax)))
            program.Append(declaration.ToFullString()).AppendLine();
        return CSharpSyntaxTree.ParseText(program.ToString());
    }

    private static CompilationUnitSyntax Parse(string text) => CSharpSyntaxTree.ParseText(text).GetCompilationUnitRoot();
}
