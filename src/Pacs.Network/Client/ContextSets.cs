namespace Pacs.Network;

/// <summary>Set operations on proposed contexts. Pure.</summary>
internal static class ContextSets
{
    /// <summary>Whether every needed context was proposed just so.</summary>
    public static bool Covers(IReadOnlyList<ProposedContext> proposed, IReadOnlyList<ProposedContext> needed) =>
        needed.All(context => proposed.Any(other => AreSame(context, other)));

    /// <summary>Both together, what is needed first; only what is needed when both do not fit one association, or want different roles for an abstract syntax, since roles count for all its contexts (PS3.7 §D.3.3.4).</summary>
    public static IReadOnlyList<ProposedContext> Union(IReadOnlyList<ProposedContext> before, IReadOnlyList<ProposedContext> needed)
    {
        List<ProposedContext> union = [.. needed];
        foreach (ProposedContext context in before)
        {
            if (union.Any(other => AreSame(context, other))) continue;
            if (union.Any(other => other.AbstractSyntax == context.AbstractSyntax && other.RequestorRoles != context.RequestorRoles)) return needed;
            union.Add(context);
        }

        return union.Count <= MovePlan.MaxContexts ? union : needed;
    }

    private static bool AreSame(ProposedContext a, ProposedContext b) =>
        a.AbstractSyntax == b.AbstractSyntax && a.RequestorRoles == b.RequestorRoles && a.TransferSyntaxes.SequenceEqual(b.TransferSyntaxes);
}
