using Pacs.Core;

namespace Pacs.Network;

/// <summary>Which instances go over one association, and the presentation contexts they need.</summary>
/// <param name="Contexts">One for each pair of SOP class and stored syntax, at most 128.</param>
/// <param name="Instances">In the order given.</param>
internal sealed record MovePlan(IReadOnlyList<ProposedContext> Contexts, IReadOnlyList<IStoredInstance> Instances)
{
    /// <summary>Presentation context IDs are the odd numbers of a byte (PS3.8 §9.3.2.2).</summary>
    public const int MaxContexts = 128;

    /// <summary>Splits instances over as few associations as their contexts allow, keeping their order within each.</summary>
    /// <remarks>
    /// Each context proposes exactly the syntax in which the instance is stored: with several in one context the acceptor would choose, and
    /// choose one that the stored bytes are not in.
    /// </remarks>
    public static IReadOnlyList<MovePlan> Make(IReadOnlyList<IStoredInstance> instances)
    {
        var groupOf = new Dictionary<(DicomUid SopClass, TransferSyntax Syntax), int>();
        var contexts = new List<List<ProposedContext>>();
        var parts = new List<List<IStoredInstance>>();
        foreach (IStoredInstance instance in instances)
        {
            (DicomUid, TransferSyntax) key = (instance.Id.SopClass, instance.TransferSyntax);
            if (!groupOf.TryGetValue(key, out int group))
            {
                if (contexts.Count == 0 || contexts[^1].Count == MaxContexts)
                {
                    contexts.Add([]);
                    parts.Add([]);
                }

                group = groupOf[key] = contexts.Count - 1;
                contexts[group].Add(new ProposedContext(instance.Id.SopClass, [instance.TransferSyntax]));
            }

            parts[group].Add(instance);
        }

        return [.. contexts.Select((list, i) => new MovePlan(list, parts[i]))];
    }
}
