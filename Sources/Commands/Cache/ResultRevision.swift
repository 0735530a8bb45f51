/// Of the results of this program: a part of every key in the cache.
///
/// Raised when a bit of a result can change, or a line that is printed of it; `RevisionTests` holds
/// the digests it stands for.
package let resultRevision = 4
